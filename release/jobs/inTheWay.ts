import { UsageProblem } from "../../errors/problem.ts";
import { effectsInTheWay } from "../../records/jobEffects.ts";
import type { JobRun } from "../../records/jobRun.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { Scope } from "../check/scope.ts";

/**
 * What jobs have done that the versions asked for are not said to go with, all of it to be undone first; newest first.
 * @throws UsageProblem JOBS_IN_THE_WAY where some of it cannot be undone, unless it is forced
 */
export function undoneFirst(
  { stack, scope }: { stack: Stack; scope: Scope },
  records: readonly ReleaseRecord[],
  { forceRestore = false }: { forceRestore?: boolean },
): JobRun[] {
  if (forceRestore) return [];
  const asked = [...stack.services].filter(([service]) => scope.only?.includes(service) !== false);
  const found = asked.flatMap(([service, { parameters }]) =>
    effectsInTheWay(records, service, parameters).map((run) => ({ service, run, version: parameters.release.version })),
  );
  const lasting = found.filter(({ run }) => run.older !== "undone");
  if (lasting.length > 0) throw inTheWay(lasting);
  return found.map(({ run }) => run);
}

function inTheWay(lasting: readonly { service: string; run: JobRun; version: string }[]): UsageProblem {
  return new UsageProblem({
    code: "JOBS_IN_THE_WAY",
    what: "a version asked for is older than what a job has made of the data since, and is not said to go with it",
    details: lasting.map(({ service, run, version }) => `${service} ${version}: ${whatRan(run)}`),
    next: "fix forward with a new version; once you know that the older one goes with it, or the data is restored: the same with --force-restore -m REASON",
  });
}

/** `job migrate ran with v2 (compatible: false)` */
export function whatRan({ job, version, older, result }: JobRun): string {
  const how = result === "running" ? "was running, nobody saw its end," : "ran";
  return `job ${job} ${how} with ${version} (${older === "undone" ? "undo" : "compatible: false"})`;
}
