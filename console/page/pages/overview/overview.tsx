import { useCallback, useMemo, useState } from "preact/hooks";
import { useLive } from "../../live/context.ts";
import { PageHead } from "../../parts/page.tsx";
import { Empty, Loading, TroubleBox } from "../../parts/states.tsx";
import { setQuery, usePlace } from "../../router/place.ts";
import { Link } from "../../router/link.tsx";
import { inStackAddress } from "../../router/routes.ts";
import { useRights } from "../../session.ts";
import { chosenRows, groupedRows, groupingOf } from "./choose.ts";
import { Chosen } from "./chosen.tsx";
import { Controls } from "./controls.tsx";
import { ServiceTable } from "./table.tsx";

/** Every service of a stack as it runs now. */
export function OverviewPage({ stack }: { stack: string }) {
  const { state, connection } = useLive();
  const { overview } = state;
  const rights = useRights(stack);
  const { query } = usePlace();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const text = query.get("q") ?? "";
  const wantedState = query.get("state") ?? "";
  const by = groupingOf(query.get("group"));
  const besideText = query.get("beside") ?? "";
  const others = useMemo(() => (overview?.stacks ?? []).filter((name) => name !== stack), [overview?.stacks, stack]);
  const beside = useMemo(() => besideText.split(",").filter((name) => others.includes(name)), [besideText, others]);
  const rows = overview?.rows;
  const chosen = useMemo(() => chosenRows(rows ?? [], { text, state: wantedState }), [rows, text, wantedState]);
  const groups = useMemo(() => groupedRows(chosen, by), [chosen, by]);
  const toggle = useCallback((service: string) => {
    setPicked((before) => {
      const next = new Set(before);
      if (!next.delete(service)) next.add(service);
      return next;
    });
  }, []);
  const head = (
    <PageHead
      title={stack}
      tab={`Overview of ${stack}`}
      lead={overview === undefined ? "…" : `${overview.project}, on ${overview.cluster}`}
    >
      {rights.release ? (
        <Link class="button first" to={inStackAddress(stack, ["new"])}>
          New release
        </Link>
      ) : null}
    </PageHead>
  );
  if (overview === undefined)
    return (
      <>
        {head}
        {connection.state === "over" ? (
          <TroubleBox trouble={connection.trouble} what="The overview" />
        ) : (
          <Loading what="the overview" lines={10} />
        )}
      </>
    );
  if (overview.rows.length === 0)
    return (
      <>
        {head}
        <Empty title="No service in this stack yet">
          What the stack’s file declares stands here: <code>Pulumi.{stack}.yaml</code>.
        </Empty>
      </>
    );
  return (
    <>
      {head}
      <Controls overview={overview} others={others} beside={beside} />
      {chosen.length === 0 ? (
        <Empty title="No service matches">
          <button
            type="button"
            class="button"
            onClick={() => {
              setQuery({ q: "", state: "" });
            }}
          >
            Show all of them
          </button>
        </Empty>
      ) : (
        <ServiceTable
          stack={stack}
          groups={groups}
          grouped={by !== undefined}
          beside={beside}
          {...(rights.release ? { picked, toggle } : {})}
        />
      )}
      {picked.size === 0 ? null : (
        <Chosen
          stack={stack}
          rows={overview.rows.filter(({ service }) => picked.has(service))}
          clear={() => {
            setPicked(new Set());
          }}
        />
      )}
    </>
  );
}
