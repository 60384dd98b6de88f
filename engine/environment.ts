import { join } from "node:path";
import type { StackLocation } from "../parameters/location.ts";
import { followedVariable } from "../rollout/followed.ts";
import type { Backend } from "./backend.ts";
import { stackVariable } from "./cli.ts";

/** What every call of the CLI for this stack has in its environment. */
export function stackEnvironment(location: StackLocation, backend: Backend, given: NodeJS.ProcessEnv) {
  return {
    // Most of the program's start is compiling what it imports.
    NODE_COMPILE_CACHE: join(location.projectDir, "node_modules/.cache/compile"),
    ...given,
    ...organizationOf(given),
    [stackVariable]: stackMark(location, backend),
    [followedVariable]: "true",
  };
}

/** A runner of Pulumi Deployments is told its organization; the CLI would look for the stack with the token's owner. */
function organizationOf({ PULUMI_CI_ORGANIZATION: own, PULUMI_DEFAULT_ORGANIZATION: named }: NodeJS.ProcessEnv) {
  return own === undefined || named !== undefined ? {} : { PULUMI_DEFAULT_ORGANIZATION: own };
}

/** In the environment of every process that works on this stack. */
export function stackMark({ projectDir, stack }: StackLocation, { url }: Backend): string {
  return `${url}#${projectDir}#${stack}`;
}
