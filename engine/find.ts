import { access, constants, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { UsageProblem } from "../errors/problem.ts";
import { onPath } from "../host/onPath.ts";

/** The `pulumi` command, and how it was found. */
export interface FoundPulumi {
  /** Absolute path of the command. */
  command: string;
  /** One line for a person: `pulumi 3.276.0, built by the lab`. */
  description: string;
  /** What it needs in its environment: the lab's has a home of its own. Default: nothing. */
  env?: Record<string, string>;
}

/**
 * The CLI on PATH; else the newest that Pulumi's own installer has put under `~/.pulumi/versions`; else the lab's.
 * Nothing is run: one that does not fit says so by itself. @throws UsageProblem PULUMI_MISSING
 */
export async function findPulumi(
  env: NodeJS.ProcessEnv,
  lab: () => FoundPulumi | undefined,
  home: string = homedir(),
): Promise<FoundPulumi> {
  const command = await onPath("pulumi", env);
  if (command !== undefined) return { command, description: `${command}, on PATH` };
  const found = (await installed(join(home, ".pulumi", "versions"))) ?? lab();
  if (found !== undefined) return found;
  throw new UsageProblem({
    code: "PULUMI_MISSING",
    what: "the Pulumi CLI is not on PATH, was not put under ~/.pulumi/versions by its installer, nor built by the lab",
    next: "release doctor --install-pulumi downloads it from its makers; npm run lab -- pulumi builds it from Go modules",
  });
}

/** `~/.pulumi/versions/3.276.0/bin/pulumi`, of the highest version. */
async function installed(versions: string): Promise<FoundPulumi | undefined> {
  const names = (await readdir(versions).catch(() => [])).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
  for (const version of names.sort(byVersion).reverse()) {
    const command = join(versions, version, "bin", "pulumi");
    const runs = await access(command, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return { command, description: `pulumi ${version}, put there by its installer (${command})` };
  }
  return undefined;
}

function byVersion(one: string, two: string): number {
  const others = two.split(".").map(Number);
  const differences = one.split(".").map((part, index) => Number(part) - (others[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
