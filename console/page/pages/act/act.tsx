import { useEffect } from "preact/hooks";
import type { ActState } from "../../../api/acts.ts";
import { useLive } from "../../live/context.ts";
import { useAct } from "../../live/useAct.ts";
import { PageHead, Section } from "../../parts/page.tsx";
import { ProblemBox } from "../../parts/problem.tsx";
import { Sign } from "../../parts/sign.tsx";
import { Loading, TroubleBox } from "../../parts/states.tsx";
import { Time } from "../../parts/time.tsx";
import { exitCodes } from "../../../../errors/problem.ts";
import { Link } from "../../router/link.tsx";
import { go } from "../../router/place.ts";
import { inStackAddress } from "../../router/routes.ts";
import { Happened } from "../release/happened.tsx";
import { Phases } from "../release/phases.tsx";
import { shownAct } from "../release/shown.ts";
import { planAddress } from "./draft.ts";
import { actText } from "./words.ts";

/** An act before its record is known; from then on it is that release's page. */
export function ActPage({ stack, id }: { stack: string; id: string }) {
  const { data, trouble, again } = useAct(stack, id);
  const problem = trouble?.problem;
  const release = data?.release ?? problem?.release;
  const { changes } = useLive().state;
  // Another replica began it: records tell of it here.
  const elsewhere = problem?.code === "ACT_ELSEWHERE";
  useEffect(() => {
    if (elsewhere) again();
  }, [elsewhere, changes, again]);
  useEffect(() => {
    if (release !== undefined) go(inStackAddress(stack, ["releases", release]), { replace: true });
  }, [stack, release]);
  const crumbs = [{ text: stack, to: inStackAddress(stack) }];
  if (data === undefined)
    return (
      <>
        <PageHead title="Asked for" crumbs={crumbs} />
        {trouble === undefined ? (
          <Loading what="what was asked for" />
        ) : (
          <TroubleBox trouble={trouble} what="What was asked for" />
        )}
      </>
    );
  const shown = shownAct(data.events);
  return (
    <>
      <PageHead title={`Asked for: ${actText(data.act)}`} crumbs={crumbs} lead={<Lead act={data} />} />
      {data.ended?.problem === undefined ? null : <ProblemBox problem={data.ended.problem} title="It was not done" />}
      {data.ended?.problem === undefined ? null : (
        <p>
          <Link class="button" to={planAddress(stack, data.act)}>
            Look at its plan again
          </Link>
        </p>
      )}
      {data.ended?.exitCode === exitCodes.proposed ? (
        <p class="note busy">
          <span>
            Others are to approve it first.{" "}
            <Link to={inStackAddress(stack, ["proposals"])}>It stands among the proposals</Link>
          </span>
        </p>
      ) : null}
      <Section title="Phases">
        <Phases phases={shown.phases} />
      </Section>
      <Happened act={shown} />
    </>
  );
}

function Lead({ act: { operator, startedAt, message, ended } }: { act: ActState }) {
  return (
    <>
      <p class="description">{message}</p>
      <p class="facts">
        <How ended={ended} />
        <span>by {operator}</span>
        <span>
          <Time at={startedAt} form="full" />
        </span>
      </p>
    </>
  );
}

function How({ ended }: { ended: ActState["ended"] }) {
  if (ended === undefined) return <Sign tone="busy" shape="busy" text="going on" />;
  if (ended.exitCode === 0) {
    const text = ended.result?.changed === false ? "nothing was to change" : "done";
    return <Sign tone="good" shape="done" text={text} />;
  }
  if (ended.exitCode === exitCodes.proposed) return <Sign tone="busy" shape="clock" text="proposed" />;
  const text = ended.exitCode === undefined ? "its process is gone" : `ended with exit code ${ended.exitCode}`;
  return <Sign tone="bad" shape="failed" text={text} />;
}
