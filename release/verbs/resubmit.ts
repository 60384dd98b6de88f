import { withJobsAgain } from "../../parameters/jobs.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { findRecord } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";

/**
 * The parameters of a past release, once more: for a failure that lay outside, or to make the pods new. Where its
 * parameters already are in force, a fresh restart stamp makes the pods pick up what changed around them.
 */
export function resubmitEdits(
  records: readonly ReleaseRecord[],
  id: string,
  at: Date,
): { edits: StackFileEdit[]; of: string } {
  const record = findRecord(records, id);
  const restartedAt = `${at.toISOString().slice(0, 19)}Z`;
  return {
    edits: record.changes.map(({ service, after }) => ({
      service,
      ...after,
      release: { ...withJobsAgain(after, restartedAt), restartedAt },
    })),
    of: record.id,
  };
}
