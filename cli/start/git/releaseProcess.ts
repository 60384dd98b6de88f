import { spawn, type ChildProcessByStdio } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Output } from "../../output.ts";
import type { Place } from "./place.ts";
import { inShort } from "./report.ts";

/** `release`, as a process of its own in the releases' repository; its words are shown as they come. */
export function releaseProcess(
  { machine, releases, chatUrl }: Place,
  args: readonly string[],
  output: Output,
  heard: (line: string) => void = () => undefined,
): ChildProcessByStdio<null, Readable, Readable> {
  const command = join(import.meta.dirname, "../../release.mjs");
  const of = ["--cwd", releases.checkout, "--stack", "staging", ...(output.json ? ["--json"] : [])];
  const coloured = process.stderr.isTTY && process.env.NO_COLOR === undefined;
  const child = spawn(process.execPath, [command, ...args, ...of], {
    env: { ...machine.env, CHAT_URL: chatUrl, RELEASE_OPERATOR: "Ada", ...(coloured ? { FORCE_COLOR: "1" } : {}) },
    stdio: ["ignore", "pipe", "pipe"],
    // A terminal's Ctrl-C reaches it through us: the release that runs is seen through.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (output.json) process.stderr.write(`${line}\n`);
      else output.say(shown(line, output));
      heard(line);
    });
  }
  return child;
}

/** The lines of those who watch begin with the time; the others are those of a release. */
function shown(line: string, { style }: Output): string {
  const own = /^\d{4}-\d\d-\d\dT[\d:]+Z (.*)$/.exec(line)?.[1];
  return own === undefined ? `    ${inShort(line)}` : `${style.accent("  watch ")} ${inShort(own)}`;
}
