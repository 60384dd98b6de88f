import type { ReleaseRecord } from "../../records/record.ts";
import { halfUndone } from "../../records/undone.ts";
import type { Style } from "./style.ts";

/** What is to be done where an undo failed; nothing where none did. */
export function undoneLines(record: ReleaseRecord, style: Style): string[] {
  const half = halfUndone(record);
  if (half === undefined) return [];
  const { id, kind, changes, kept } = record;
  const state =
    half.undone.length === 0
      ? "the data is as the jobs left it"
      : "THE DATA IS HALF TAKEN BACK, which no version was made for";
  const back = changes
    .filter(({ removed, before }) => (kind === "rollback" ? removed !== true : before !== undefined))
    .map(({ service }) => service);
  // Where the older version serves again there is nothing left to go back to.
  const then =
    kind === "rollback" || kept !== undefined
      ? `mend what the undo failed at, then release rollback ${back.join(" ")}, which undoes only what is left; or fix forward`
      : "take back by hand what is left, or fix forward";
  return [`  ${style.bad(state)}: release show ${id} has the log; ${then}`];
}
