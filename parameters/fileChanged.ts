import { basename } from "node:path";
import { UsageProblem } from "../errors/problem.ts";

/** What somebody has saved since an edit was made of it must not be written over. */
export function fileChanged(file: string): UsageProblem {
  return new UsageProblem({
    code: "FILE_CHANGED",
    what: `${basename(file)} was changed by somebody else meanwhile; nothing was written`,
    where: file,
    next: "run it again",
  });
}
