import { useEffect } from "preact/hooks";
import type { ServiceRow } from "../../../api/overview.ts";
import type { ServiceDetail } from "../../../api/service.ts";
import { useLive } from "../../live/context.ts";
import { podsKey } from "../../live/liveState.ts";
import { VersionMove } from "../../parts/changes.tsx";
import { PageHead, Section } from "../../parts/page.tsx";
import { PodSwap } from "../../parts/pods.tsx";
import { StateSign } from "../../parts/sign.tsx";
import { Empty, Loading, TroubleBox } from "../../parts/states.tsx";
import { Ago, Time } from "../../parts/time.tsx";
import { Link } from "../../router/link.tsx";
import { inStackAddress } from "../../router/routes.ts";
import { useRights } from "../../session.ts";
import { apiPath } from "../../wire/ask.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { ReleaseList } from "../history/list.tsx";
import { ParameterTable } from "./parameterTable.tsx";

/** One service: what runs, how it came to that, and what it is. */
export function ServicePage({ stack, service }: { stack: string; service: string }) {
  const asked = useAsk<ServiceDetail>(apiPath(["stacks", stack, "services", service]));
  const { overview, changes, pods } = useLive().state;
  const { again } = asked;
  useEffect(() => {
    if (changes > 0) again();
  }, [changes, again]);
  const crumbs = [{ text: stack, to: inStackAddress(stack) }];
  const { data, trouble } = asked;
  if (data === undefined)
    return (
      <>
        <PageHead title={service} crumbs={crumbs} />
        {trouble === undefined ? <Loading what={service} /> : <TroubleBox trouble={trouble} what={service} />}
      </>
    );
  const row = overview?.rows.find((one) => one.service === service) ?? data.row;
  const live = pods.get(podsKey({ service }));
  const canary = pods.get(podsKey({ service, canary: true }));
  const status = live?.status ?? data.status;
  return (
    <>
      <PageHead title={service} tab={`${service} in ${stack}`} crumbs={crumbs} lead={<Lead row={row} />}>
        <ServiceActions stack={stack} row={row} />
      </PageHead>
      <Section
        title="Pods"
        end={
          <Link class="button" to={inStackAddress(stack, ["services", service, "logs"])}>
            Logs
          </Link>
        }
      >
        {status === undefined ? (
          <Empty title={row.message === "" ? "No pod now" : row.message} shape="clock" />
        ) : (
          <div class="swaps">
            <PodSwap name={service} pods={live?.pods ?? data.pods} status={status} />
            {canary === undefined ? null : (
              <PodSwap name={`${service}, canary`} pods={canary.pods} status={canary.status} />
            )}
          </div>
        )}
      </Section>
      <Section
        title="Newest releases"
        end={<Link to={inStackAddress(stack, ["releases"], { service })}>All of them</Link>}
      >
        {data.releases.length === 0 ? (
          <Empty title="Never released" />
        ) : (
          <ReleaseList stack={stack} releases={data.releases} />
        )}
      </Section>
      <Section
        title="Parameters"
        end={<Link to={inStackAddress(stack, ["parameters"], { service })}>Change them</Link>}
      >
        <ParameterTable parameters={data.parameters} />
      </Section>
    </>
  );
}

function Lead({ row }: { row: ServiceRow }) {
  const { state, message, runs, wanted, owner, namespace, template, since, by, drift } = row;
  return (
    <>
      <p class="facts">
        <StateSign state={state} />
        <VersionMove from={runs} to={wanted ?? runs} />
        {owner === undefined ? null : <span>{owner}</span>}
        <span>{template}</span>
        <span>namespace {namespace}</span>
        {since === undefined ? null : (
          <span>
            since <Time at={since} /> (<Ago at={since} />){by === undefined ? "" : ` by ${by}`}
          </span>
        )}
      </p>
      {message === "" ? null : <p>{message}</p>}
      {drift === 0 ? null : (
        <p>
          {drift === 1 ? "1 object was changed by hand" : `${drift} objects were changed by hand`}; a release mends it.
        </p>
      )}
    </>
  );
}

function ServiceActions({ stack, row: { service, canary, state } }: { stack: string; row: ServiceRow }) {
  const { release } = useRights(stack);
  if (!release) return null;
  const to = (verb: string) => inStackAddress(stack, ["new", verb], { services: service });
  const scheduled = state === "scheduled" || state === "suspended";
  return (
    <>
      <Link class="button first" to={to("up")}>
        New release…
      </Link>
      {canary === undefined ? null : (
        <Link class="button" to={to("canary")}>
          Canary…
        </Link>
      )}
      <Link class="button" to={to("rollback")}>
        Roll back…
      </Link>
      <Link class="button" to={to(scheduled ? "run" : "restart")}>
        {scheduled ? "Run now…" : "Restart…"}
      </Link>
    </>
  );
}
