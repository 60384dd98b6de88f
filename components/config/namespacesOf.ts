import type { StackConfig } from "./stackConfig.ts";

/** A stack's own namespace and those of its services, sorted. Pure. */
export function namespacesOf({ namespace, services }: Pick<StackConfig, "namespace" | "services">): string[] {
  return [...new Set([namespace, ...services.map((service) => service.namespace)])].sort();
}
