import { UsageProblem } from "../../errors/problem.ts";
import { withoutJobs } from "../../parameters/jobs.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { sameParameters } from "../../parameters/serviceParameters.ts";
import { findRecord, inForce } from "../../records/choose.ts";
import { rollbackTarget, stateBefore } from "../../records/goingBack.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { serviceNamed } from "./serviceNamed.ts";

/** What a rollback asks for: each service's earlier parameters, and the record they come from. */
export interface Rollback {
  edits: StackFileEdit[];
  /** The one record they all come from, where it is one. */
  of?: string;
}

/**
 * Each service back to its state before the present one, or to the record named.
 * @throws UsageProblem NOTHING_TO_ROLL_BACK_TO and others of records/goingBack.ts; ROLLBACK_CHANGES_NOTHING
 */
export function rollbackEdits(
  services: readonly string[],
  stack: Stack,
  records: readonly ReleaseRecord[],
  to?: string,
): Rollback {
  const targets = services.map((name) => {
    const { service, parameters } = serviceNamed(stack, name);
    // An edit of the file that was never released is not what a person wants to get away from.
    const current = inForce(records, service) ?? parameters;
    return { service, current, file: parameters, ...rollbackTarget(records, service, current, to) };
  });
  if (
    targets.every(({ current, file, parameters }) =>
      [current, file].every((now) => [parameters, withoutJobs(parameters)].some((then) => sameParameters(now, then))),
    )
  ) {
    throw new UsageProblem({
      code: "ROLLBACK_CHANGES_NOTHING",
      what: `${services.join(", ")} already ${services.length === 1 ? "is" : "are"} as in release ${to ?? ""}`,
      next: "to make the pods new all the same: release restart SERVICE",
    });
  }
  const sources = new Set(targets.map(({ record }) => record.id));
  const [only] = sources;
  return {
    edits: targets.map(({ service, parameters }) => ({ service, ...withoutJobs(parameters) })),
    ...(sources.size === 1 && only !== undefined ? { of: only } : {}),
  };
}

/**
 * Of a whole stack or group, the services that have something to go back to. One that has not (it is new, or never
 * released anything else) must not keep the others from going back. All of them where none has: then it is said why.
 */
export function withEarlierState(
  services: readonly string[],
  stack: Stack,
  records: readonly ReleaseRecord[],
  to?: string,
): string[] {
  const able = services.filter((name) => {
    const { service, parameters } = serviceNamed(stack, name);
    if (to !== undefined) return findRecord(records, to).changes.some((change) => change.service === service);
    const current = inForce(records, service) ?? parameters;
    return stateBefore(records, service, current) !== undefined;
  });
  return able.length > 0 ? able : [...services];
}
