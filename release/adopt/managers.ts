import type { ManagedFields } from "../../drift/managers.ts";
import type { LiveObject } from "./live.ts";

/** Programs that work for Kubernetes itself, for a long time: what they set stays theirs. */
const lasting = /^(kube-|kubelet|cloud-|vpa-|cert-manager|pulumi-)/;

/**
 * Of such a name Pulumi's provider takes over, with its first update, all that it holds, as it does from kubectl: then a
 * field that a later release no longer asks for goes.
 */
const handedOver = "kubectl-handed-over";

/**
 * The JSON patch by which what helm and other tools hold of an object is handed over; undefined where nothing is. Nothing
 * but the books of who set which field change, so no pod does. Pure.
 */
export function handOver({ metadata }: LiveObject): object[] | undefined {
  const entries = metadata.managedFields ?? [];
  const changed = entries.map((entry, index) => (isTool(entry) ? taken(entry, index) : entry));
  if (changed.every((entry, index) => entry === entries[index])) return undefined;
  return bookPatch(metadata.resourceVersion, changed);
}

/** The JSON patch that puts the books back as they were, of the object as it is now. */
export function handBack(was: LiveObject, now: LiveObject): object[] {
  return bookPatch(now.metadata.resourceVersion, was.metadata.managedFields ?? []);
}

/**
 * The JSON patch by which Pulumi lets go of an object: what it holds becomes another's, as if that had set it. Undefined
 * where it holds nothing. Pure.
 */
export function letGo(
  { metadata }: LiveObject,
  to: Pick<ManagedFields, "manager" | "operation">,
): object[] | undefined {
  const entries = metadata.managedFields ?? [];
  if (!entries.some(isPulumi)) return undefined;
  // Of one name and operation there is one entry: what was there goes on under ours.
  const others = entries.filter(
    (entry) => isPulumi(entry) || entry.manager !== to.manager || entry.operation !== to.operation,
  );
  return bookPatch(
    metadata.resourceVersion,
    others.map((entry) => (isPulumi(entry) ? { ...entry, ...to } : entry)),
  );
}

function bookPatch(resourceVersion: string | undefined, entries: readonly ManagedFields[]): object[] {
  return [
    { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
    { op: "replace", path: "/metadata/managedFields", value: entries },
  ];
}

function isPulumi({ manager = "" }: ManagedFields): boolean {
  return /^pulumi-(kubernetes|resource)/.test(manager);
}

/** kubectl's the provider takes over by itself. */
function isTool({ manager = "", subresource = "" }: ManagedFields): boolean {
  return subresource === "" && !lasting.test(manager) && !/^(kubectl|before-first-apply)/.test(manager);
}

function taken(entry: ManagedFields, index: number): ManagedFields {
  return { ...entry, manager: `${handedOver}-${index}`, operation: "Update" };
}
