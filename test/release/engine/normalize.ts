import { decryptSecrets } from "../../../release/engine/embedded/checkpoint.ts";
import { isMap, isSecret } from "../../../release/engine/embedded/propertyValue.ts";
import type { PropertyMap, PropertyValue } from "../../../release/engine/embedded/propertyValue.ts";
import type { Crypter } from "../../../release/engine/embedded/secrets.ts";

/** Differ from run to run, whoever writes: only that they are there is compared. */
const volatile = new Set(
  "created modified uid resourceVersion creationTimestamp time clusterIP clusterIPs b64Std b64Url dec hex release nickname initErrors".split(
    " ",
  ),
);
/** Depend on where the program and its SDK lie, and on when the rollout was last looked at. */
const leftOut = new Set(["sourcePosition", "stackTrace", "status"]);

function text(value: string, namespace: string): string {
  return value
    .replaceAll("docker.io/lab/", "localhost/")
    .replaceAll(/website-[0-9a-f]{8}/g, "website-<hex>")
    .replaceAll(/pulumi-kubernetes-[0-9a-f]{8}/g, "pulumi-kubernetes-<hex>")
    .replaceAll(/::[0-9a-f]{8}-[0-9a-f-]{27}/g, "::<uuid>")
    .replace(new RegExp(`^${namespace}(/|$)`), "default$1");
}

function normal(value: PropertyValue, namespace: string): PropertyValue {
  if (typeof value === "string") return text(value, namespace);
  if (Array.isArray(value)) {
    const items = value.map((item) => normal(item, namespace));
    // Lists of URNs are sets: the SDK gives them in the order in which they came to be.
    return items.every((item) => typeof item === "string" && item.startsWith("urn:pulumi:")) ? items.sort() : items;
  }
  if (!isMap(value)) return value;
  if (isSecret(value)) return { secret: normal(value.value, namespace) };
  return Object.fromEntries(
    Object.keys(value)
      .filter((key) => !leftOut.has(key))
      .sort()
      .map((key) => [key, volatile.has(key) ? `<${key}>` : normal(value[key] ?? null, namespace)]),
  );
}

function withoutStatus(resource: PropertyMap): PropertyMap {
  const outputs = isMap(resource.outputs) ? resource.outputs : undefined;
  const metadata = isMap(outputs?.metadata) ? outputs.metadata : undefined;
  if (outputs === undefined || metadata === undefined || !Array.isArray(metadata.managedFields)) return resource;
  const managedFields = metadata.managedFields.map((entry) =>
    isMap(entry) && entry.subresource === "status" ? { ...entry, fieldsV1: {} } : entry,
  );
  return { ...resource, outputs: { ...outputs, metadata: { ...metadata, managedFields } } };
}

/** Ids given by chance: of values, and of providers. */
function withoutChance(resource: PropertyMap): PropertyMap {
  const { type } = resource;
  if (typeof type !== "string" || (!type.startsWith("random:") && !type.startsWith("pulumi:providers:")))
    return resource;
  const outputs =
    isMap(resource.outputs) && resource.outputs.id !== undefined
      ? { ...resource.outputs, id: "<id>" }
      : resource.outputs;
  return { ...resource, id: "<id>", ...(outputs === undefined ? {} : { outputs }) };
}

/** The resources of a checkpoint file in a form that two deployments of one program share; secrets in plain text. */
export function normalizedResources(checkpoint: unknown, crypter: Crypter, namespace: string): PropertyMap[] {
  const { latest } = (checkpoint as { checkpoint: { latest: { resources: PropertyMap[] } } }).checkpoint;
  return latest.resources
    .map(
      (resource) =>
        normal(
          withoutStatus(withoutChance(decryptSecrets(resource, crypter) as PropertyMap)),
          namespace,
        ) as PropertyMap,
    )
    .sort((a, b) => place(a).localeCompare(place(b)));
}

function place(resource: PropertyMap): string {
  return JSON.stringify([resource.urn, resource.delete === true]);
}
