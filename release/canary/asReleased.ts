import { isDeepStrictEqual } from "node:util";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { parameterChanges } from "../../parameters/parameterChanges.ts";
import { inForce } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { termsInForce } from "../approvals/terms.ts";

/** The edits of an abort, and what is to be told of them. */
export interface AsReleased {
  edits: StackFileEdit[];
  notes: string[];
}

/**
 * An abort waits for nobody, so where others approve releases it brings nothing that they have not: what somebody has
 * written for its services since goes back to what was released. Pure.
 */
export function asReleased(
  edits: readonly StackFileEdit[],
  { config, services }: Pick<Stack, "services"> & { config: Pick<Stack["config"], "approval"> },
  records: readonly ReleaseRecord[],
): AsReleased {
  if (termsInForce(config.approval, records).asked === undefined) return { edits: [...edits], notes: [] };
  const notes: string[] = [];
  const held = edits.map((edit): StackFileEdit => {
    const runs = inForce(records, edit.service);
    const written = services.get(edit.service)?.parameters;
    if (runs === undefined || written === undefined) return edit;
    const { basic, secrets } = runs;
    if (isDeepStrictEqual([basic, secrets], [written.basic, written.secrets])) return edit;
    const changed = parameterChanges(runs, { ...written, release: runs.release });
    const paths = changed.map(({ path }) => path).join(", ");
    notes.push(`${edit.service}: what nobody has approved is out of the stack's file again: ${paths}`);
    return { ...edit, basic, secrets };
  });
  return { edits: held, notes };
}
