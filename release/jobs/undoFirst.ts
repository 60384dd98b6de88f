import { halfUndone, undoneText } from "../../records/undone.ts";
import type { OpenRelease } from "../rollOut/attempt.ts";
import type { RollOutOutcome } from "../rollOut/rollOut.ts";
import { undoRuns } from "./undo.ts";

/** jobs: what they did is undone before an older version comes back. Where that fails nothing else is touched. */
export async function undoFirst({
  checked,
  record,
  phases,
  context,
}: OpenRelease): Promise<RollOutOutcome | undefined> {
  if (checked.undo.length === 0) return undefined;
  const failure = await phases.run(
    "jobs",
    () => undoRuns(checked.undo, record, context),
    (failed) => failed?.message,
  );
  if (failure === undefined) return undefined;
  const { run, message, workload, cause } = failure;
  const step = { urn: "", type: "kubernetes:batch/v1:Job", name: run.name ?? "", service: run.service };
  const known = { ...(workload === undefined ? {} : { workload }), ...(cause === undefined ? {} : { cause }) };
  const failures = [{ message, step: { ...step, operation: "create" as const, changes: [] }, ...known }];
  const half = halfUndone(record);
  const reason = half === undefined ? {} : { reason: `${message}; ${undoneText(half)}` };
  return { result: "failed", ...reason, failures, changed: true, touched: new Set(), applied: false };
}
