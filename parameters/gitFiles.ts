import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { serviceFolder, serviceTexts } from "../components/config/serviceFiles.ts";
import { stackOfFile, stacksIn } from "../components/config/knownStacks.ts";
import { readText } from "../components/config/stackFile.ts";

/** A project's parameters as they were at a commit. */
export interface FilesAtCommit {
  /** By file name: `website.yaml`. */
  services: ReadonlyMap<string, string>;
  /** By stack. */
  stacks: ReadonlyMap<string, string>;
}

/** Reads them; undefined where git does not know the commit, or there is no git. */
export function filesAtCommit(projectDir: string, commit: string): FilesAtCommit | undefined {
  try {
    const list = ["ls-tree", "-z", "--name-only", "--end-of-options", commit, "--", "./", `${serviceFolder}/`];
    const names = git(projectDir, list).toString().split("\0");
    const services = names.filter((name) => new RegExp(`^${serviceFolder}/[^./][^/]*[.]ya?ml$`).test(name));
    const stacks = names.filter((name) => stackOfFile(name) !== "");
    const texts = textsAt(projectDir, commit, [...services, ...stacks]);
    const textOf = (name: string): string => texts.get(name) ?? "";
    return {
      services: new Map(services.map((name) => [name.slice(serviceFolder.length + 1), textOf(name)])),
      stacks: new Map(stacks.map((name) => [stackOfFile(name), textOf(name)])),
    };
  } catch {
    return undefined;
  }
}

/** Where this checkout and another branch parted: what came there since is not this one's. The commit itself, if it has it. */
export function partedFrom(projectDir: string, ref: string): string {
  try {
    return git(projectDir, ["merge-base", "--end-of-options", ref, "HEAD"]).toString().trim();
  } catch {
    return ref;
  }
}

/** Reads them as they stand in the folder. */
export function filesInFolder(projectDir: string): FilesAtCommit {
  return {
    services: serviceTexts(projectDir),
    stacks: new Map(
      stacksIn(projectDir).map((stack) => [stack, readText(join(projectDir, `Pulumi.${stack}.yaml`), stack)]),
    ),
  };
}

/** By one process, however many there are: each comes after a line `<id> blob <bytes>`, and ends with a line's end. */
function textsAt(projectDir: string, commit: string, names: readonly string[]): Map<string, string> {
  const answer = git(projectDir, ["cat-file", "--batch"], names.map((name) => `${commit}:./${name}\n`).join(""));
  let at = 0;
  return new Map(
    names.map((name) => {
      const head = answer.subarray(at, answer.indexOf("\n", at)).toString();
      const from = at + head.length + 1;
      at = from + Number(head.split(" ")[2]) + 1;
      return [name, answer.subarray(from, at - 1).toString()];
    }),
  );
}

function git(directory: string, args: readonly string[], input = ""): Buffer {
  // What it would say on stderr is told by whoever asks.
  const stdio: ["pipe", "pipe", "ignore"] = ["pipe", "pipe", "ignore"];
  return execFileSync("git", args, { cwd: directory, input, stdio, maxBuffer: 1 << 28 });
}
