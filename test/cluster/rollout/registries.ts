import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { labPaths } from "../../../lab/paths.ts";
import { noClusterVariable } from "../support.ts";

/** A registry where nobody listens; the lab's own answers for all other names. */
export const unreachableRegistry = "127.0.0.1:1";

/** Tells the lab's container runtime to ask the unreachable registry itself, for the tests of one `describe`. */
export function useUnreachableRegistry(): void {
  const directory = join(labPaths().config, "registries", unreachableRegistry);
  before(async () => {
    if (process.env[noClusterVariable] !== undefined) return;
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, "hosts.toml"), `server = "http://${unreachableRegistry}"\n`);
  });
  after(async () => {
    await rm(directory, { recursive: true, force: true });
  });
}
