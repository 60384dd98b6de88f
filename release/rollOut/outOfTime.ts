import type { ServiceChange } from "../../records/record.ts";
import type { RollOutOutcome } from "./rollOut.ts";

/**
 * How a release ends whose `--timeout` is over. What is known to have failed keeps its cause; beside it the services are
 * to blame that were not done, and nobody is blamed who was. Pure.
 * @param done services whose pods had all come up
 */
export function outOfTime(
  changes: readonly Pick<ServiceChange, "service" | "namespace">[],
  outcome: RollOutOutcome,
  done: ReadonlySet<string>,
  seconds: number,
): RollOutOutcome {
  const message = `the release was not over after ${seconds} s (--timeout)`;
  // Without a cause it was only no longer waited for.
  const known = outcome.failures.filter(({ cause }) => cause !== undefined);
  const failed = new Set(known.map(({ workload }) => workload?.name));
  const undone = changes.filter(({ service }) => !done.has(service));
  // All were up, and something that belongs to none of them was not.
  const late = (undone.length > 0 ? undone : changes).filter(({ service }) => !failed.has(service));
  const failures = late.map(({ service, namespace }) => ({
    message,
    workload: { kind: "Deployment" as const, namespace, name: service },
  }));
  return {
    ...outcome,
    result: "failed",
    ...(known.length > 0 ? {} : { reason: message }),
    failures: [...known, ...failures],
  };
}
