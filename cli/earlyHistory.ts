import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { askHistory } from "../engine/askHistory.ts";
import { locateBackend } from "../engine/backend.ts";
import type { UpdateSummary } from "../engine/engine.ts";
import { stackEnvironment } from "../engine/environment.ts";
import { clusterInFile } from "../parameters/clusterInFile.ts";
import { stackFile, type StackLocation } from "../parameters/location.ts";
import { decideCluster } from "./decideCluster.ts";
import { findCli } from "./findCli.ts";
import { namedCluster, type GlobalOptions } from "./globalOptions.ts";
import { locateStack } from "./project.ts";

/** By stack, until somebody takes it. */
const begun = new Map<string, Promise<UpdateSummary[]>>();

/**
 * Asks for Pulumi's history while what a release needs is still being loaded: the CLI takes a third of a second to start.
 * Whatever is wrong is told by the command itself, which comes to it in its turn. Returns once it has been asked.
 */
export async function beginHistory(options: GlobalOptions): Promise<void> {
  try {
    const location = locateStack(options);
    const file = parse(await readFile(stackFile(location), "utf8")) as { config?: Record<string, unknown> } | null;
    const { env: given } = decideCluster(namedCluster(options), clusterInFile(file?.config ?? {}));
    const pulumi = await findCli(given);
    const env = stackEnvironment(location, await locateBackend(location, given), given);
    const history = askHistory(location.stack, { pulumi, cwd: location.projectDir, env });
    history.catch(() => begun.delete(keyOf(location)));
    begun.set(keyOf(location), history);
  } catch {
    // Asked for later, then.
  }
}

/** Once: a second look wants a newer answer. */
export function takeHistory(location: StackLocation): Promise<UpdateSummary[]> | undefined {
  const history = begun.get(keyOf(location));
  begun.delete(keyOf(location));
  return history;
}

function keyOf({ projectDir, stack }: StackLocation): string {
  return `${stack} ${projectDir}`;
}
