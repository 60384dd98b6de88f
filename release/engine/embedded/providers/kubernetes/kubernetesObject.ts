import { isMap, isSecret, revealAll } from "../../propertyValue.ts";
import type { PropertyMap, PropertyValue } from "../../propertyValue.ts";

/** The parts of any Kubernetes object this provider looks at. */
export function metadataOf(object: PropertyMap): PropertyMap {
  const metadata = object.metadata;
  return isMap(metadata) && !isSecret(metadata) ? metadata : {};
}

export function text(value: PropertyValue | undefined): string {
  return typeof value === "string" ? value : "";
}

export function nameOf(object: PropertyMap): string {
  return text(metadataOf(object).name);
}

export function namespaceOf(object: PropertyMap): string {
  return text(metadataOf(object).namespace);
}

/** Of the annotations with Pulumi's prefix: https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ */
export function annotation(object: PropertyMap, name: string): string | undefined {
  const annotations = metadataOf(object).annotations;
  const value = isMap(annotations) ? annotations[`pulumi.com/${name}`] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Pulumi's id of an object: `<namespace>/<name>`, or `<name>` for one without a namespace. */
export function objectId(object: PropertyMap): string {
  const namespace = namespaceOf(object);
  return namespace === "" ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}

/** `Deployment staging/website` */
export function describe(object: PropertyMap): string {
  return `${text(object.kind)} ${objectId(object)}`;
}

function renameKeys(value: PropertyValue, rename: (key: string) => string): PropertyValue {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), renameKeys(item, rename)]));
}

/** Pulumi writes `x-kubernetes-*` of schemas with underscores. */

/** Inputs as the API server wants them: without markers. */
export function toKubernetes(inputs: PropertyMap): PropertyMap {
  return renameKeys(revealAll(inputs), (key) =>
    key.startsWith("x_kubernetes_") ? key.replaceAll("_", "-") : key,
  ) as PropertyMap;
}

/** A live object as the state keeps it. */
export function fromKubernetes(object: PropertyMap): PropertyMap {
  return renameKeys(object, (key) => (key.startsWith("x-kubernetes-") ? key.replaceAll("-", "_") : key)) as PropertyMap;
}
