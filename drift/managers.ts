import type { FieldPath, FieldSet } from "./fieldSet.ts";

/** One entry of `metadata.managedFields`. */
export interface ManagedFields {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  time?: string;
  subresource?: string;
  fieldsType?: string;
  fieldsV1?: FieldSet;
}

/** Before the name of a manager whose fields a release was told to leave. */
const keptPrefix = "kept-drift:";

/** Parts of Kubernetes itself that fill in what nobody asked for, and an autoscaler, which is one of them. */
const systems = /^(kube-controller-manager|kube-scheduler|kubelet|cloud-controller-manager|vpa-.*)$/;

/** Whether the fields of an entry are somebody's who changed the object by hand, or by another tool. */
export function isForeign({ manager = "", subresource }: ManagedFields): boolean {
  return subresource !== "status" && !isPulumi(manager) && !systems.test(manager);
}

export function isPulumi(manager: string): boolean {
  return /^pulumi-(kubernetes|resource-kubernetes)/.test(manager);
}

export function keptManager(manager: string): string {
  return manager.startsWith(keptPrefix) ? manager : `${keptPrefix}${manager}`.slice(0, 128);
}

/** The manager as somebody named it, and whether a release left its fields on purpose. */
export function namedManager(manager: string): { by: string; kept: boolean } {
  const kept = manager.startsWith(keptPrefix);
  return { by: kept ? manager.slice(keptPrefix.length) : manager, kept };
}

/** What many tools write, and what rolls pods anew for nothing when it is taken away. Nor is a count that an autoscaler sets again. */
export function isBeside(path: FieldPath): boolean {
  return path.includes("f:metadata") || path[0] === "f:status" || path.join(".") === "f:spec.f:replicas";
}
