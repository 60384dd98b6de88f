import { parameterChanges } from "../../parameters/parameterChanges.ts";
import type { DespiteFreeze } from "../../records/freeze.ts";
import { describeRecord, operatorText, recordSeconds, type ReleaseRecord } from "../../records/record.ts";
import type { JobRun } from "../../records/jobRun.ts";
import type { Evidence } from "../../rollout/evidence.ts";
import { chartLines, figureLine, standLine } from "./canary.ts";
import { driftLines, mendedLines } from "./drift.ts";
import { evidenceLines } from "./evidence.ts";
import { resultText } from "./history.ts";
import { jobRunText } from "./jobs.ts";
import { recordedApprovalText } from "./proposals.ts";
import type { Style } from "./style.ts";
import { undoneLines } from "./undone.ts";
import { formatSeconds } from "./units.ts";
import { utcText } from "../../records/utcText.ts";

/** One release in full. */
export function recordLines(record: ReleaseRecord, evidence: readonly Evidence[], style: Style): string[] {
  const seconds = recordSeconds(record);
  const facts: [string, string | undefined][] = [
    ["release", `${style.bold(record.id)}  ${record.kind} ${describeRecord(record)}`],
    ["result", resultText(record.result, style)],
    ["why", record.reason],
    ["more", record.cause?.command],
    ["operator", operatorText(record)],
    ["reason", record.description],
    ["stack", `${record.project}/${record.stack}`],
    ["started", `${utcText(record.startedAt)}${seconds === undefined ? "" : `, took ${formatSeconds(seconds)}`}`],
    [
      "git",
      record.git &&
        `${record.git.commit} on ${record.git.branch}${record.git.dirty === 0 ? "" : `, ${record.git.dirty} files dirty`}`,
    ],
    ["approved", recordedApprovalText(record.approval)],
    ["despite", record.despiteFreeze && despiteText(record.despiteFreeze)],
    ["of", record.of],
    ["restored", record.restoredBy && `by ${record.restoredBy}`],
    ["taken out", record.takenOut?.join(", ")],
    ["left", record.left?.join(", ")],
    ["kept", record.kept?.join(", ")],
    ["phases", record.phases.map(({ phase, seconds: took }) => `${phase} ${formatSeconds(took)}`).join(", ")],
  ];
  return [
    ...facts.flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [`${style.dim(name.padEnd(9))} ${value}`],
    ),
    ...undoneLines(record, style),
    ...canaryLines(record, style),
    ...record.changes.flatMap(
      ({ service, before, after, removed, renamedTo, withData, basicUnknown, beforeUnknown }) => {
        const jobs = jobsOf(record, service).map((run) => `  job ${jobRunText(run, style)}`);
        if (removed === true) {
          const what = renamedTo === undefined ? "removed" : `renamed to ${renamedTo}`;
          const data = withData === true ? ", with its volumes and secrets" : "";
          return ["", `${style.bold(service)} ${after.release.version} ${what}${data}`, ...jobs];
        }
        const changes = before === undefined ? [] : parameterChanges(before, after);
        const shown = changes.map(
          ({ path, before: from, after: to }) => `  ${path}: ${from ?? "(none)"} → ${to ?? "(none)"}`,
        );
        return [
          "",
          `${style.bold(service)} ${after.release.version}${before === undefined ? " (new)" : ""}`,
          ...shown,
          ...(basicUnknown ? [`  basic: not on record; shown with services/${service}.yaml as it is today`] : []),
          ...(beforeUnknown ? ["  basic: before this release not on record"] : []),
          ...jobs,
        ];
      },
    ),
    ...(record.kind === "run" ? (record.jobs ?? []).map((run) => runLine(run, style)) : []),
    ...driftedLines(record, style),
    ...evidence.flatMap((found) => ["", ...evidenceLines(found, style)]),
  ];
}

/** What was seen of a canary, each check with both tracks as small charts. */
function canaryLines({ canary }: ReleaseRecord, style: Style): string[] {
  if (canary === undefined) return [];
  const { at, figures = [], points = [] } = canary;
  const byCheck = Map.groupBy(points, ({ service, check }) => `${service}/${check}`);
  return [
    "",
    ...at.map((stand) => standLine(stand, style)),
    ...figures.flatMap((figure) => {
      const own = byCheck.get(`${figure.service}/${figure.check}`) ?? [];
      return [`  ${figureLine(figure, style)}`, ...chartLines(own, style)];
    }),
  ];
}

/** `the freeze of ada until 2026-12-01 08:00:00 UTC ("Black Friday"): a security fix` */
function despiteText({ reason, freezes }: DespiteFreeze): string {
  const gone = freezes.map(
    ({ operator, until, reason: why }) => `the freeze of ${operator} until ${utcText(until)} ("${why}")`,
  );
  return `${gone.join(", ")}: ${reason}`;
}

function jobsOf({ jobs = [] }: ReleaseRecord, service: string): JobRun[] {
  return jobs.filter((run) => run.service === service);
}

/** `job       backup-run-0123abcd in shop: exit code 0, 4.1 s` */
function runLine({ namespace = "", name = "", exitCode, seconds }: JobRun, style: Style): string {
  const facts = [
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
    ...(seconds === undefined ? [] : [formatSeconds(seconds)]),
  ];
  return `${style.dim("job".padEnd(9))} ${name} in ${namespace}${facts.length === 0 ? "" : `: ${facts.join(", ")}`}`;
}

function driftedLines({ drift, result }: ReleaseRecord, style: Style): string[] {
  if (drift === undefined) return [];
  const lines =
    result === "succeeded"
      ? mendedLines(drift, style)
      : driftLines(drift, style, "was gone").map((line) => `  ${line}`);
  return ["", "changed by hand before it:", ...lines];
}
