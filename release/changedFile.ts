import { UsageProblem } from "../errors/problem.ts";

/** What somebody has saved since it was read must not be written over. */
export function changedFile(file: string): UsageProblem {
  return new UsageProblem({
    code: "FILE_CHANGED",
    what: "the stack's file was changed by somebody else meanwhile; nothing was touched",
    where: file,
    next: "run it again",
  });
}
