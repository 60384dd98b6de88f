import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

interface RunningProcess {
  pid: number;
  parent: number;
  /** Its command's file name: `pulumi`, `pulumi-resource-kubernetes`, `node`. */
  name: string;
}

/** What runs below a process at this moment, itself among it. */
export function descendants(root: number): RunningProcess[] {
  const all = readdirSync("/proc").flatMap((entry) => (/^\d+$/.test(entry) ? read(Number(entry)) : []));
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** The processes that have these words in their environment, each as `4711 (pulumi up --yes)`: what was left behind. */
export function marked(words: string): string[] {
  return readdirSync("/proc").flatMap((entry) => {
    try {
      if (!/^\d+$/.test(entry) || !readFileSync(`/proc/${entry}/environ`, "utf8").includes(words)) return [];
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").split("\0").slice(0, 3).join(" ");
      return [`${entry} (${command})`];
    } catch {
      return [];
    }
  });
}

function read(pid: number): RunningProcess[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z") return [];
    const [command = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return [{ pid, parent: Number(parent), name: basename(command) }];
  } catch {
    return [];
  }
}
