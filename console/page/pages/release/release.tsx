import { useEffect } from "preact/hooks";
import type { RecordedApproval } from "../../../../records/approval.ts";
import { describeRecord, operatorText, recordSeconds, type ReleaseRecord } from "../../../../records/record.ts";
import type { ReleaseDetail } from "../../../api/releases.ts";
import { spanText } from "../../../shared/times.ts";
import { useLive } from "../../live/context.ts";
import { useActOf } from "../../live/useAct.ts";
import { PageHead } from "../../parts/page.tsx";
import { ResultSign } from "../../parts/sign.tsx";
import { Loading, TroubleBox } from "../../parts/states.tsx";
import { Ago, Time } from "../../parts/time.tsx";
import { inStackAddress } from "../../router/routes.ts";
import { Link } from "../../router/link.tsx";
import { apiPath } from "../../wire/ask.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { ReleaseActions } from "./actions.tsx";
import { ReleaseBody } from "./body.tsx";
import { shownAct } from "./shown.ts";

/** One release: as it goes on, and ever after. */
export function ReleasePage({ stack, id }: { stack: string; id: string }) {
  const { records, overview } = useLive().state;
  const live = records.get(id);
  const asked = useAsk<ReleaseDetail>(apiPath(["stacks", stack, "releases", id]));
  const { again } = asked;
  // Each time that it is told of it says something else, also once it is over: what took it back.
  useEffect(() => {
    if (live !== undefined) again();
  }, [live, again]);
  // It may have ended after it was asked for, and before the stream began.
  const unseen = asked.data?.record.result === "running" && overview !== undefined && live === undefined;
  useEffect(() => {
    if (unseen) again();
  }, [unseen, again]);
  const act = useActOf(stack, id);
  const crumbs = [
    { text: stack, to: inStackAddress(stack) },
    { text: "History", to: inStackAddress(stack, ["releases"]) },
  ];
  if (asked.data === undefined)
    return (
      <>
        <PageHead title={`Release ${id}`} crumbs={crumbs} />
        {asked.trouble === undefined ? (
          <Loading what="the release" lines={8} />
        ) : (
          <TroubleBox trouble={asked.trouble} what="The release" />
        )}
      </>
    );
  const { record, evidence } = asked.data;
  return (
    <>
      <PageHead
        title={describeRecord(record) === "" ? record.kind : describeRecord(record)}
        tab={`${record.result}: ${describeRecord(record)}`}
        crumbs={crumbs}
        lead={<Lead record={record} />}
      >
        <ReleaseActions record={record} />
      </PageHead>
      <ReleaseBody record={record} evidence={evidence} act={shownAct(act.data?.events ?? [])} />
    </>
  );
}

function Lead({ record }: { record: ReleaseRecord }) {
  const { kind, description, startedAt, git, of, stack, approval, despiteFreeze, id } = record;
  const seconds = recordSeconds(record);
  return (
    <>
      {description === undefined ? null : <p class="description">{description}</p>}
      <p class="facts">
        <ResultSign result={record.result} />
        <span>{kind}</span>
        <span>by {operatorText(record)}</span>
        <span>
          <Time at={startedAt} form="full" /> (<Ago at={startedAt} />)
        </span>
        {seconds === undefined ? null : <span>took {spanText(seconds)}</span>}
        {git === undefined ? null : (
          <span>
            commit <code>{git.commit.slice(0, 10)}</code> on {git.branch}
            {git.dirty === 0 ? "" : ", with uncommitted changes"}
          </span>
        )}
        <code>{id}</code>
      </p>
      {of === undefined ? null : (
        <p class="small">
          Takes the parameters of <Link to={inStackAddress(stack, ["releases", of])}>{of}</Link>.
        </p>
      )}
      {approval === undefined ? null : <p class="small">{approvalText(approval)}</p>}
      {despiteFreeze === undefined ? null : <p class="small">Released though it was frozen: {despiteFreeze.reason}</p>}
    </>
  );
}

/** Who let it through, on a stack that asks for it. Pure. */
function approvalText({ by = [], from, emergency, proposedBy }: RecordedApproval): string {
  if (emergency !== undefined) return `Went ahead though nobody of ${from} had approved: ${emergency}`;
  const proposed = proposedBy === undefined ? "" : `Proposed by ${proposedBy}. `;
  return `${proposed}Approved by ${by.map(({ user }) => user).join(", ")}, of ${from}.`;
}
