import { accessSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The local cluster of this machine, as far as a user of it must know: `lab/` builds and runs it. */
export interface LabPlace {
  /** Everything the lab writes. */
  directory: string;
  /** The administrator's kubeconfig, for tools on the host. */
  kubeconfig: string;
  /** Pulumi's state of what runs on the lab: it goes when the cluster's data goes. */
  state: string;
  /** Builds, kept over `down` and shared by all labs. */
  cache: string;
}

export const standardLabDirectory = "/var/lib/release-lab";

/** The lab that the environment names: `RELEASE_LAB_DIR` (default `/var/lib/release-lab`) and `XDG_CACHE_HOME`. */
export function labPlace(env: NodeJS.ProcessEnv = process.env): LabPlace {
  const directory = resolve(env.RELEASE_LAB_DIR ?? standardLabDirectory);
  return {
    directory,
    kubeconfig: join(directory, "kubeconfig"),
    state: join(directory, "state"),
    cache: join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "release-lab"),
  };
}

/** The CLI's release that the lab builds; package.json has the SDK of the same one. */
export const labPulumiVersion = "3.276.0";

/** Beside the builds: which one was used last. */
export const labPulumiNote = "pulumi.json";

/** Pulumi's CLI as the lab has built it. */
export interface LabPulumi {
  /** Absolute path of the command. */
  command: string;
  version: string;
  /** What it needs in its environment: plugins and settings of its own, never the user's. */
  env: Record<string, string>;
}

/** What was built last, if anything; cheap: one small file is read. */
export function labPulumi(cache: string = labPlace().cache): LabPulumi | undefined {
  try {
    const { folder } = JSON.parse(readFileSync(join(cache, labPulumiNote), "utf8")) as { folder: string };
    const command = join(folder, "bin", "pulumi");
    accessSync(command);
    return {
      command,
      version: labPulumiVersion,
      env: {
        PULUMI_HOME: join(folder, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    };
  } catch {
    return undefined;
  }
}
