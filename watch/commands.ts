import { spawn } from "node:child_process";
import type { Commit } from "./checkout.ts";
import type { Ended } from "./ended.ts";

/** The `release` command, as those who watch call it. */
export interface ReleaseCommand {
  /** What to run, and its first arguments: Node and the command's file. */
  command: readonly [string, ...string[]];
  /** `--stack prod --kubeconfig …` */
  options: readonly string[];
  /** The project's folder in the checkout. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Hears what the command writes. */
  write: (text: string) => void;
}

/** Of its last output so many characters are kept: what it ended with stands there. */
const kept = 100_000;

/** What is released is what the file says: the commit's author and subject are who and why. */
export function releaseCommit(
  release: ReleaseCommand,
  commit: Commit,
  services: readonly string[] = [],
): Promise<Ended> {
  const why = `${commit.subject} (${commit.id.slice(0, 8)})`;
  return runRelease(
    release,
    ["up", ...services, "--yes", "--wait=30m", "-m", why],
    `${commit.author}, by release watch`,
  );
}

/** Writes versions into the branch. */
export function setVersions(release: ReleaseCommand, targets: readonly string[]): Promise<Ended> {
  // What it says at each look is told once, by who asks.
  return runRelease(
    { ...release, write: () => undefined },
    ["set", ...targets, "--push", "-m", "new in the registry"],
    "release watch",
  );
}

/** Mends what one that watched before was killed in. */
export function recover(release: ReleaseCommand): Promise<Ended> {
  return runRelease(release, ["recover", "--yes"], "release watch");
}

/** In a group of its own: a terminal's Ctrl-C reaches the one that watches, which sees the release through. */
function runRelease(
  { command, options, folder, env, write }: ReleaseCommand,
  verb: readonly string[],
  operator: string,
) {
  return new Promise<Ended>((resolve, reject) => {
    const [file, ...first] = command;
    const child = spawn(file, [...first, "--cwd", folder, ...options, ...verb], {
      env: { ...env, RELEASE_OPERATOR: operator },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        write(text);
        output = (output + text).slice(-kept);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output });
    });
  });
}
