import { editStackFile, removeFromStackFile, type Bases, type StackFileEdit } from "./stackFileEdit.ts";

/** All that a release changes in the stack's file. */
export interface StackFileChange {
  edits: readonly StackFileEdit[];
  /** Services that leave it. */
  remove?: readonly string[];
}

/** The stack's file as a release leaves it. Pure. @throws UsageProblem REMOVAL_SHARED */
export function changedStackFile(text: string, { edits, remove = [] }: StackFileChange, bases: Bases): string {
  // What goes first: a service may get the name of one that goes, and refer to it.
  return editStackFile(remove.length === 0 ? text : removeFromStackFile(text, remove), edits, bases);
}
