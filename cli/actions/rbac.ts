import type { Command } from "commander";
import { elsewhereManifests } from "../../components/accessElsewhere.ts";
import { approvalPolicy } from "../../components/admission/approvalPolicy.ts";
import { consoleAccess } from "../../components/consoleAccess.ts";
import { releaserPolicy } from "../../components/admission/releaserPolicy.ts";
import { approverManifests } from "../../components/approverAccess.ts";
import type { StackConfig } from "../../components/config/stackConfig.ts";
import type { AnyManifest } from "../../components/objects/manifest.ts";
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
  const [approvers, approvals] = approving(config, policy);
  const manifests = [...roles, ...elsewhere, ...consoleAccess(config), ...approvers, ...policies, ...approvals];
  processOutput(globalOptions(command)).result([manifestsYaml(manifests)], manifests);
}

/** Of a stack whose releases others approve: their rights, and what holds them to those. */
function approving({ approval, namespace }: StackConfig, policy: boolean): [AnyManifest[], AnyManifest[]] {
  if (approval === undefined) return [[], []];
  return [approverManifests(namespace, approval.from), policy ? approvalPolicy(namespace, approval.from) : []];
}
