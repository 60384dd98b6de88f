import { UsageProblem } from "../../errors/problem.ts";
import type { GroupPlaces } from "../../parameters/groups.ts";
import { withoutJobs } from "../../parameters/jobs.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { renamedBack } from "../../parameters/renamed.ts";
import { sameParameters, type ServiceParameters } from "../../parameters/serviceParameters.ts";
import { findRecord, inForce } from "../../records/choose.ts";
import { rollbackTarget, stateBefore } from "../../records/goingBack.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { serviceOnRecord } from "./serviceOnRecord.ts";

/** What a rollback asks for: each service's earlier parameters, and the record they come from. */
export interface Rollback {
  edits: StackFileEdit[];
  /** Services that had taken the place of those. */
  remove?: string[];
  /** The one record they all come from, where it is one. */
  of?: string;
  /** Services whose basic parameters stay as they are: nobody knows what they were then. */
  basicUnknown?: string[];
}

interface Target {
  service: string;
  /** What runs, and what the file says; undefined of a service that was removed. */
  now: ServiceParameters[];
  record: ReleaseRecord;
  parameters: ServiceParameters;
  /** Of one that comes back: where it stood in them. */
  groups?: GroupPlaces;
  /** A service that stands in its place. */
  remove?: string;
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
  const targets = services.map((name) => target(name, stack, records, to));
  const same = ({ now, parameters }: Target) =>
    now.length > 0 &&
    now.every((one) => [parameters, withoutJobs(parameters)].some((then) => sameParameters(one, then)));
  if (targets.every(same)) {
    throw new UsageProblem({
      code: "ROLLBACK_CHANGES_NOTHING",
      what: `${services.join(", ")} already ${services.length === 1 ? "is" : "are"} as in release ${to ?? ""}`,
      next: "to make the pods new all the same: release restart SERVICE",
    });
  }
  const remove = targets.flatMap(({ remove: other }) => other ?? []);
  const sources = new Set(targets.map(({ record }) => record.id));
  const [only] = sources;
  const basicUnknown = targets.flatMap(({ service, record }) =>
    record.changes.some((change) => change.service === service && change.basicUnknown) ? service : [],
  );
  return {
    edits: targets.map(({ service, parameters, groups }) => ({
      ...{ service, ...withoutJobs(parameters) },
      ...(groups === undefined ? {} : { groups }),
    })),
    ...(basicUnknown.length === 0 ? {} : { basicUnknown }),
    ...(remove.length === 0 ? {} : { remove }),
    ...(sources.size === 1 && only !== undefined ? { of: only } : {}),
  };
}

/** One that was removed comes back as it was; one that was renamed takes its place again, without a gap. */
function target(name: string, stack: Stack, records: readonly ReleaseRecord[], to: string | undefined): Target {
  const { service, parameters: file, removal } = serviceOnRecord(stack, records, name);
  // An edit of the file that was never released is not what a person wants to get away from.
  const current = inForce(records, service) ?? file;
  if (removal === undefined) return { service, now: [current, file], ...rollbackTarget(records, service, current, to) };
  const { record, change } = removal;
  const back = to === undefined ? { record, parameters: change.after } : rollbackTarget(records, service, current, to);
  const { renamedTo, groups } = change;
  const of = { service, now: [], ...(groups === undefined ? {} : { groups }) };
  if (renamedTo === undefined || inForce(records, renamedTo) === undefined) return { ...of, ...back };
  const place = { renamedTo, now: inForce(records, renamedTo) };
  const parameters = renamedBack(service, back.parameters, place);
  return { ...of, record: back.record, parameters, remove: renamedTo };
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
    const { service, parameters, removal } = serviceOnRecord(stack, records, name);
    if (removal !== undefined) return true;
    if (to !== undefined) return findRecord(records, to).changes.some((change) => change.service === service);
    const current = inForce(records, service) ?? parameters;
    return stateBefore(records, service, current) !== undefined;
  });
  return able.length > 0 ? able : [...services];
}
