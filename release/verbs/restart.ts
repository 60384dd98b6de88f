import { UsageProblem } from "../../errors/problem.ts";
import { runsOnSchedule } from "../../parameters/serviceParameters.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { serviceNamed } from "./serviceNamed.ts";

/** The edits that make every pod of the services new, by the same rolling update as a new version: a fresh stamp. */
export function restartEdits(services: readonly string[], stack: Stack, at: Date): StackFileEdit[] {
  const restartedAt = `${at.toISOString().slice(0, 19)}Z`;
  return [...new Set(services)].map((name) => {
    const { service, parameters } = serviceNamed(stack, name);
    if (runsOnSchedule(parameters)) throw nothingRuns(service);
    return { service, release: { ...parameters.release, restartedAt } };
  });
}

function nothingRuns(service: string): UsageProblem {
  return new UsageProblem({
    code: "RESTART_OF_SCHEDULE",
    what: `${service} runs to its end on a schedule: it has no pods that go on and could be made new`,
    next: `to run it now: release run ${service}`,
  });
}
