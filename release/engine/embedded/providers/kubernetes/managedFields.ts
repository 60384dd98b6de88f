import { equal, isMap } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { creationManager } from "./checkpointObject.ts";
import { metadataOf, text } from "./kubernetesObject.ts";

/** Managers whose fields belong to whoever creates with Pulumi's provider. */
const creators = new Set([
  creationManager,
  "pulumi-kubernetes.exe",
  "pulumi-resource-kubernetes",
  "before-first-apply",
]);

function entries(object: PropertyMap): PropertyMap[] {
  const fields = metadataOf(object).managedFields;
  return Array.isArray(fields) ? fields.filter(isMap) : [];
}

function isCreators(entry: PropertyMap): boolean {
  return entry.operation === "Update" && (entry.subresource ?? "") === "" && creators.has(text(entry.manager));
}

/** Whether fields are still held under the name they were created with: server-side apply would not remove them. */
export function heldByCreator(object: PropertyMap): boolean {
  return entries(object).some(isCreators);
}

/** Two trees of Kubernetes' FieldsV1 in one. */
function union(a: PropertyMap, b: PropertyMap): PropertyMap {
  const merged = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const present = merged[key];
    merged[key] = isMap(present) && isMap(value) ? union(present, value) : value;
  }
  return merged;
}

/**
 * A JSON patch that hands the creator's fields to `manager` as if it had applied them; undefined when there is nothing
 * to hand over. It fails when the object has changed meanwhile.
 */
export function handOverPatch(live: PropertyMap, manager: string): PropertyMap[] | undefined {
  const all = entries(live);
  const created = all.filter(isCreators);
  const [first] = created;
  if (first === undefined) return undefined;
  const own = all.find(
    (entry) => entry.operation === "Apply" && entry.manager === manager && (entry.subresource ?? "") === "",
  );
  const fields = [...(own === undefined ? [] : [own]), ...created]
    .map(({ fieldsV1 }) => (isMap(fieldsV1) ? fieldsV1 : {}))
    .reduce(union);
  const applied = { ...(own ?? first), manager, operation: "Apply", fieldsV1: fields };
  const managedFields = [
    applied,
    ...all.filter((entry) => !isCreators(entry) && !(own !== undefined && equal(entry, own))),
  ];
  return [
    { op: "replace", path: "/metadata/managedFields", value: managedFields },
    { op: "replace", path: "/metadata/resourceVersion", value: metadataOf(live).resourceVersion ?? "" },
  ];
}
