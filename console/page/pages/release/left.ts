import type { Overview } from "../../../api/overview.ts";
import type { ReleaseSummary } from "../../../api/releases.ts";

/** Whether a release is open that nobody carries out: its process is gone. A run has no lock. Pure. */
export function isLeft(
  overview: Pick<Overview, "releasing"> | undefined,
  records: Iterable<Pick<ReleaseSummary, "kind" | "result">>,
): boolean {
  if (overview === undefined || overview.releasing !== undefined) return false;
  return [...records].some(({ kind, result }) => result === "running" && kind !== "run");
}
