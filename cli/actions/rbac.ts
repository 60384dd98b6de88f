import type { Command } from "commander";
import { elsewhereManifests } from "../../components/accessElsewhere.ts";
import { consoleAccess } from "../../components/consoleAccess.ts";
import { releaserPolicy } from "../../components/admission/releaserPolicy.ts";
import { manifestsYaml } from "../../components/render.ts";
import { accessManifests, type AccessLevel } from "../../components/rbac.ts";
import { readStack } from "../../parameters/stack.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { locateStack } from "../project.ts";

export interface RbacOptions extends Record<AccessLevel, string> {
  policy: boolean;
}

/** The roles that a team binds its people to, and what holds releasers to a release's own fields. */
export function rbac({ policy, ...groups }: RbacOptions, command: Command): void {
  const { config, services } = readStack(locateStack(globalOptions(command)));
  const namespaces = new Set([config.namespace, ...[...services.values()].map(({ namespace }) => namespace)]);
  const roles = [...namespaces].flatMap((namespace) => accessManifests(namespace, groups));
  const elsewhere = elsewhereManifests(config, groups);
  // Last: who may apply into the namespace alone is refused these, and has the rest.
  const policies = policy ? [...namespaces].flatMap((namespace) => releaserPolicy(namespace, groups)) : [];
  const manifests = [...roles, ...elsewhere, ...consoleAccess(config), ...policies];
  processOutput(globalOptions(command)).result([manifestsYaml(manifests)], manifests);
}
