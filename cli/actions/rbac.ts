import type { Command } from "commander";
import { manifestsYaml } from "../../components/render.ts";
import { accessManifests, type AccessLevel } from "../../components/rbac.ts";
import { readStack } from "../../parameters/stack.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";

/** The roles that a team binds its people to. */
export function rbac(groups: Record<AccessLevel, string>, command: Command): void {
  const { config, services } = readStack(locateStack(globalOptions(command)));
  const namespaces = new Set([config.namespace, ...[...services.values()].map(({ namespace }) => namespace)]);
  const manifests = [...namespaces].flatMap((namespace) => accessManifests(namespace, groups));
  processOutput(globalOptions(command)).result([manifestsYaml(manifests)], manifests);
}
