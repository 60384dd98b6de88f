import { labPaths } from "../lab/paths.ts";
import { labPulumi } from "../host/labPlace.ts";
import { notBuilt } from "../lab/pulumi.ts";
import { timedCommand } from "./command.ts";
import type { Workspace } from "./workspace.ts";

/** Plain `pulumi up` on the very stack that `release` works on. */
export interface PlainPulumi {
  /** Edits the stack's file to this version and runs `pulumi up`; in s, the command alone. */
  up: (version: string) => Promise<number>;
}

export interface PlainPulumiParts {
  workspace: Workspace;
  stack: string;
  stackFile: (version: string) => string;
  signal: AbortSignal;
}

/** With the same compiled code at hand as `release` gives the program: what differs is the process around it alone. */
export function plainPulumi({ workspace, stack, stackFile, signal }: PlainPulumiParts): PlainPulumi {
  const { command, env } = labPulumi() ?? notBuilt();
  const compiled = { NODE_COMPILE_CACHE: `${workspace.dir}/node_modules/.cache/compile` };
  const own = { ...workspace.env, ...env, ...compiled, KUBECONFIG: labPaths().kubeconfig };
  const args = ["--cwd", workspace.dir, "up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack];
  return {
    async up(version) {
      await workspace.editStack(stack, stackFile(version));
      return (await timedCommand(command, args, { env: own, signal })).seconds;
    },
  };
}
