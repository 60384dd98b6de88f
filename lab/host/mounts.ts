import { readFile } from "node:fs/promises";
import { run, succeeds } from "./run.ts";

/** Undoes every mount below the directory, the innermost first. @returns how many there were */
export async function unmountBelow(directory: string): Promise<number> {
  const mounts = mountsBelow(await readFile("/proc/self/mountinfo", "utf8"), directory);
  for (const mount of mounts) {
    // A mount that is still in use goes as soon as its last user does.
    if (!(await succeeds("umount", [mount]))) await run("umount", ["--lazy", mount]);
  }
  return mounts.length;
}

/** Mount points below a directory, from the text of /proc/self/mountinfo, the newest first. */
export function mountsBelow(mountinfo: string, directory: string): string[] {
  return mountinfo
    .split("\n")
    .map((line) => unescapeOctal(line.split(" ")[4] ?? ""))
    .filter((path) => path.startsWith(`${directory}/`))
    .reverse();
}

function unescapeOctal(path: string): string {
  return path.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
