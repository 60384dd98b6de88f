import { Problem } from "../../errors/problem.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { clearWay } from "../jobs/clearWay.ts";
import { closeCutOff, cutOff, reasonOf, type OpenRelease } from "../rollOut/attempt.ts";
import type { RollOutOutcome } from "../rollOut/rollOut.ts";
import { restore } from "./restore.ts";

/** restore. Ctrl-C does not stop it: it is the step that ends in a good state. Losing the lock does. */
export async function takeBack(open: OpenRelease): Promise<ReleaseRecord | undefined> {
  try {
    return await goBack(open);
  } catch (error) {
    return await leaveToRecover(open, error);
  }
}

async function goBack({ request, record, checked, phases, context }: OpenRelease): Promise<ReleaseRecord | undefined> {
  const { records, lock } = checked;
  const steady = { ...context, signal: lock.lost };
  return phases.run(
    "restore",
    async () => {
      const kept = request.forceRestore === true ? new Map<string, string>() : await clearWay(record, records, steady);
      for (const why of kept.values())
        record.reason = [record.reason, `not taken back: ${why}`].filter(Boolean).join("; ");
      return record.changes.every(({ service }) => kept.has(service))
        ? undefined
        : restore(record, records, steady, [...kept.keys()], checked.stack.files);
    },
    (back) =>
      back?.result === "succeeded"
        ? undefined
        : (back?.reason ?? (record.kept === undefined ? "nothing to go back to" : "stopped: jobs are in the way")),
  );
}

/** The way back could not even be decided: that is for recover. */
async function leaveToRecover({ record, context }: OpenRelease, error: unknown): Promise<never> {
  await closeCutOff(record, context);
  throw error instanceof Problem ? cutOff(record, error) : error;
}

/** It has failed, and somebody else may be releasing by now: what is there is left to recover. */
export function lostBeforeRestore({ record, checked }: OpenRelease, outcome: RollOutOutcome): RollOutOutcome {
  const why = reasonOf(checked.lock.lost);
  record.reason = record.reason === undefined ? why : `${record.reason}; not taken back: ${why}`;
  return { ...outcome, result: "interrupted" };
}
