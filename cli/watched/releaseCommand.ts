import { join, relative, resolve } from "node:path";
import { locateBackend } from "../../engine/backend.ts";
import type { StackLocation } from "../../parameters/location.ts";
import type { ReleaseCommand } from "../../watch/commands.ts";
import { decideCluster } from "../decideCluster.ts";
import { namedCluster, type GlobalOptions } from "../globalOptions.ts";
import type { Session } from "../session.ts";

/** This very command again, for the checkout's project. */
export async function releaseCommand(
  { location, stack }: Session,
  global: GlobalOptions,
  folder: string,
  write: (text: string) => void,
): Promise<ReleaseCommand> {
  const { env } = decideCluster(namedCluster(global), stack.cluster);
  const backend = await locateBackend(location, env);
  const kubeconfig = global.kubeconfig === undefined ? [] : ["--kubeconfig", resolve(global.kubeconfig)];
  return {
    command: [process.execPath, resolve(process.argv[1] ?? "")],
    options: [
      ...stackOptions(location, global, folder),
      ...kubeconfig,
      ...(global.context === undefined ? [] : ["--context", global.context]),
    ],
    folder,
    // A state that is kept beside this checkout is not beside the other one.
    env: backend.files === undefined ? env : { ...env, PULUMI_BACKEND_URL: backend.url },
    write,
  };
}

/** Which stack of that checkout it is, whatever the cluster. */
export function stackOptions(
  { projectDir, stack }: StackLocation,
  { configFile }: GlobalOptions,
  folder: string,
): string[] {
  const file = configFile === undefined ? undefined : join(folder, relative(projectDir, resolve(configFile)));
  return ["--stack", stack, ...(file === undefined ? [] : ["--config-file", file])];
}

/** The stack as another checkout has it. */
export function stackIn(location: StackLocation, folder: string): StackLocation {
  const { projectDir, stack, configFile } = location;
  return {
    projectDir: folder,
    stack,
    ...(configFile === undefined ? {} : { configFile: join(folder, relative(projectDir, configFile)) }),
  };
}
