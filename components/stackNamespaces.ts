import type { Resource } from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { ResourceQuota } from "@pulumi/kubernetes/core/v1/resourceQuota.js";
import type { StackConfig } from "./config/stackConfig.ts";
import { namespace, resourceQuota } from "./objects/namespace.ts";

/**
 * The namespaces that the stack makes, with their quotas, by name. They stay when the stack goes: with a namespace
 * goes everything in it, volumes too.
 */
export function makeNamespaces(stack: StackConfig): Map<string, Resource[]> {
  const made = Object.entries(stack.namespaces).filter(([, parameters]) => parameters.create);
  return new Map(
    made.map(([name, parameters]) => {
      const home = new Namespace(name, namespace(name, parameters), { retainOnDelete: true });
      const quota = resourceQuota(name, parameters);
      return [name, quota === undefined ? [home] : [home, new ResourceQuota(name, quota, { dependsOn: home })]];
    }),
  );
}
