import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";

/** What the figures were measured on. */
export interface Machine {
  cpus: number;
  model: string;
  memoryGB: number;
  node: string;
  /** Load average of the minute before: above the number of processors, others were at work too. */
  load: number;
}

export function thisMachine(): Machine {
  const [first] = cpus();
  return {
    cpus: cpus().length,
    model: first?.model.trim() ?? "unknown",
    memoryGB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: loadavg()[0] ?? 0,
  };
}

/** The commit that is measured, with `+` where files differ from it; undefined outside git. */
export function measuredCommit(folder: string): string | undefined {
  try {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--untracked-files=no") === "" ? "" : "+"}`;
  } catch {
    return undefined;
  }
}
