import { UsageProblem } from "../errors/problem.ts";
import { inCanary } from "../parameters/canary.ts";
import { parametersHash, sameParameters, type ServiceParameters } from "../parameters/serviceParameters.ts";
import { findRecord } from "./choose.ts";
import type { ReleaseRecord } from "./record.ts";

/** Decides, from the records alone (newest first), where a rollback goes. */

/** Parameters under which a service served, and the newest release that says so. */
interface GoodState {
  record: ReleaseRecord;
  parameters: ServiceParameters;
}

/**
 * The good states a rollback may take, newest first: each once, however often it was released or restarted, and only
 * those that no rollback has left or passed over since. What one got away from must not come back with the next.
 */
export function statesBehind(records: readonly ReleaseRecord[], service: string): GoodState[] {
  const known = new Set<string>();
  let line: GoodState[] = [];
  for (const state of goodStates(records, service).reverse()) {
    const hash = stateHash(state.parameters);
    const isThis = ({ parameters }: GoodState): boolean => stateHash(parameters) === hash;
    if (state.record.kind === "rollback" && known.has(hash)) {
      // To a state that had been left before (--to): the present one alone is left for it.
      const at = line.some(isThis) ? line.findIndex(isThis) : line.length - 1;
      line = line.slice(0, at);
    } else {
      line = line.filter((other) => !isThis(other));
    }
    line.push(state);
    known.add(hash);
  }
  return line.reverse();
}

/**
 * Where a rollback of `service` goes that names no release; undefined where there is nothing behind. From a state that
 * served, to the newest other one; from one that never did (a failure left for study), to what served last.
 */
export function stateBefore(
  records: readonly ReleaseRecord[],
  service: string,
  current: ServiceParameters,
): GoodState | undefined {
  const served = goodStates(records, service).some(({ parameters }) => sameParameters(parameters, current));
  const hash = stateHash(current);
  return statesBehind(records, service).find(({ parameters }) => !served || stateHash(parameters) !== hash);
}

/**
 * The record a rollback of `service` goes to: the one named, which may be any good one, or the one of the state before.
 * @throws UsageProblem RECORD_UNKNOWN, RECORD_LACKS_SERVICE, RECORD_NOT_GOOD, NOTHING_TO_ROLL_BACK_TO
 */
export function rollbackTarget(
  records: readonly ReleaseRecord[],
  service: string,
  current: ServiceParameters,
  to?: string,
): GoodState {
  if (to !== undefined) return stateNamed(records, service, to);
  const target = stateBefore(records, service, current);
  if (target === undefined) throw nothingBehind(records, service, current);
  return target;
}

function stateNamed(records: readonly ReleaseRecord[], service: string, to: string): GoodState {
  const record = findRecord(records, to);
  const parameters = record.changes.find((change) => change.service === service)?.after;
  if (parameters === undefined) {
    throw new UsageProblem({
      code: "RECORD_LACKS_SERVICE",
      what: `release ${record.id} did not touch ${service}; it released ${record.changes.map((c) => c.service).join(", ")}`,
      next: `release history --service ${service}`,
    });
  }
  if (record.result !== "succeeded") {
    throw new UsageProblem({
      code: "RECORD_NOT_GOOD",
      what: `release ${record.id} of ${service} ${parameters.release.version} ended "${record.result}"; a rollback goes only to a state that served`,
      next: `choose one of: release history --service ${service} --result succeeded; to try it again: release resubmit ${record.id}`,
    });
  }
  return { record, parameters };
}

function nothingBehind(records: readonly ReleaseRecord[], service: string, current: ServiceParameters): UsageProblem {
  const left = new Map<string, GoodState>();
  for (const state of goodStates(records, service)) {
    const hash = stateHash(state.parameters);
    if (hash !== stateHash(current) && !left.has(hash)) left.set(hash, state);
  }
  if (left.size === 0) {
    return new UsageProblem({
      code: "NOTHING_TO_ROLL_BACK_TO",
      what: `no earlier good release of ${service} is on record`,
      next: `release history --service ${service}`,
    });
  }
  return new UsageProblem({
    code: "NOTHING_TO_ROLL_BACK_TO",
    what: `nothing before the present state of ${service} is left to go back to; rollbacks have left or passed over all the others`,
    details: [...left.values()].map(
      ({ record, parameters }) => `${service} ${parameters.release.version}: release ${record.id}`,
    ),
    next: `to go to one of them all the same: release rollback ${service} --to ID`,
  });
}

/** Newest first, each release that succeeded; on the way through a canary no state is one to come back to. */
function goodStates(records: readonly ReleaseRecord[], service: string): GoodState[] {
  return records.flatMap((record) => {
    const change = record.changes.find((found) => found.service === service);
    return change === undefined || change.removed === true || record.result !== "succeeded" || inCanary(change.after)
      ? []
      : [{ record, parameters: change.after }];
  });
}

/** Equal for states that differ in nothing but stamps: new pods of the same, or its jobs left out, make no other state. */
function stateHash({ release, ...rest }: ServiceParameters): string {
  return parametersHash({
    ...rest,
    release: { ...release, restartedAt: undefined, jobsSkipped: undefined, jobsAgain: undefined },
  });
}
