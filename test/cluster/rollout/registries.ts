import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { labPaths } from "../../../lab/paths.ts";
import { noClusterVariable } from "../support.ts";

/**
 * A registry where nobody listens, for the tests of one `describe`: the lab's runtime is told to ask it itself, where
 * the lab's own registry answers for all other names. Each `describe` needs an address of its own.
 */
export function useUnreachableRegistry(address: `127.0.0.1:${number}`): string {
  const directory = join(labPaths().config, "registries", address);
  before(async () => {
    if (process.env[noClusterVariable] !== undefined) return;
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, "hosts.toml"), `server = "http://${address}"\n`);
  });
  after(async () => {
    await rm(directory, { recursive: true, force: true });
  });
  return address;
}
