import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { Output } from "../../output.ts";
import { formatSeconds } from "../../renderers/units.ts";
import { runPipeline, type JobRun, type PipelineCommit } from "./pipeline.ts";
import type { Place } from "./place.ts";
import type { Repository } from "./repositories.ts";

/** Runs a service's pipeline; one line for all of it. */
export async function pipelineOf(
  { machine, releases, registry }: Place,
  service: Repository,
  commit: PipelineCommit,
  output: Output,
): Promise<JobRun[]> {
  const { style } = output;
  const runs = await runPipeline(machine, { service, releases, registry }, commit);
  const jobs = runs.map(({ job, code, seconds }) => {
    return `${code === 0 ? style.good("✔") : style.bad("✖")} ${job} ${style.dim(formatSeconds(seconds))}`;
  });
  output.say(`  ${service.name.padEnd(9)}${jobs.join("   ")}`);
  return runs;
}

/** @throws Problem PIPELINE_FAILED */
export function mustPass(runs: readonly JobRun[]): void {
  const last = runs.at(-1);
  if (last?.code === 0) return;
  throw new Problem({
    code: "PIPELINE_FAILED",
    what: `job ${last?.job ?? "none"} of the pipeline ended with ${last?.code ?? "a signal"}`,
    details: (last?.said ?? "").trim().split("\n").slice(-8),
    next: "npm start -- --git begins anew",
    exitCode: exitCodes.notRolledBack,
  });
}
