import type { JobRun } from "../../../../records/jobRun.ts";
import type { ReleaseRecord } from "../../../../records/record.ts";
import { spanText } from "../../../shared/times.ts";
import { Section } from "../../parts/page.tsx";
import type { Shape } from "../../parts/shapes.tsx";
import { Sign, type Tone } from "../../parts/sign.tsx";
import type { ShownAct } from "./shown.ts";

const looks: Record<string, { tone: Tone; shape: Shape }> = {
  waiting: { tone: "quiet", shape: "clock" },
  running: { tone: "busy", shape: "busy" },
  succeeded: { tone: "good", shape: "done" },
  failed: { tone: "bad", shape: "failed" },
  "timed out": { tone: "bad", shape: "clock" },
  timedOut: { tone: "bad", shape: "clock" },
  skipped: { tone: "quiet", shape: "stopped" },
};
const other = { tone: "quiet", shape: "none" } as const;

/** The jobs that ran with a release. */
export function Jobs({ record, act }: { record: ReleaseRecord; act: ShownAct }) {
  const recorded = record.jobs ?? [];
  const live = recorded.length > 0 ? [] : [...act.jobs.values()];
  if (recorded.length + live.length === 0) return null;
  return (
    <Section title="Jobs">
      <ul class="jobList">
        {recorded.map((run, index) => (
          <li key={index}>
            <Sign {...(looks[run.result] ?? other)} text={run.result} />
            <span class="break">{runText(run)}</span>
            {run.reason === undefined ? null : <p class="small break">{run.reason}</p>}
          </li>
        ))}
        {live.map(({ workload, service, job, runs, status }) => (
          <li key={workload.name}>
            <Sign {...(looks[status.phase] ?? other)} text={status.phase} />
            <span class="break">{`${service}: ${job}, ${runs} the release, attempt ${status.attempt} of ${status.attempts}`}</span>
            <p class="small break">{status.cause?.message ?? status.message}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function runText({ service, job, runs, version, seconds, exitCode }: JobRun): string {
  const time = seconds === undefined ? "" : `, ${spanText(seconds)}`;
  const code = exitCode === undefined || exitCode === 0 ? "" : `, exit code ${exitCode}`;
  return `${service} ${version}: ${job}, ${runs}${time}${code}`;
}
