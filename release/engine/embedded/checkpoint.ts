import { createHash } from "node:crypto";
import { isMap, isSecret, secretSignature, signatureKey } from "./propertyValue.ts";
import type { PropertyMap, PropertyValue } from "./propertyValue.ts";
import type { Crypter } from "./secrets.ts";

/**
 * A resource in Pulumi's state, its values decrypted; treated as immutable. Fields the embedded engine does not know are
 * kept as they were read. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go (ResourceV3)
 */
export interface ResourceState {
  urn: string;
  custom: boolean;
  /** Replaced, and still to be deleted. */
  delete?: boolean;
  id?: string;
  type: string;
  inputs?: PropertyMap;
  outputs?: PropertyMap;
  parent?: string;
  protect?: boolean;
  /** Read, not managed: never updated or deleted. */
  external?: boolean;
  dependencies?: string[];
  /** Why it is not live, though it exists: it is updated again in the next run. */
  initErrors?: string[];
  /** `<provider's URN>::<provider's id>` */
  provider?: string;
  propertyDependencies?: Record<string, string[]>;
  /** Deleted before its replacement was made. */
  pendingReplacement?: boolean;
  additionalSecretOutputs?: string[];
  customTimeouts?: { create?: number; update?: number; delete?: number };
  retainOnDelete?: boolean;
  deletedWith?: string;
  created?: string;
  modified?: string;
  sourcePosition?: string;
  stackTrace?: { sourcePosition?: string }[];
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
}

export type OperationType = "creating" | "updating" | "deleting" | "reading" | "importing";

/** An operation that was begun and has not ended: what a killed run leaves behind. */
export interface PendingOperation {
  resource: ResourceState;
  type: OperationType;
}

export interface Deployment {
  resources: ResourceState[];
  pendingOperations: PendingOperation[];
  /** Pulumi's encryption salt of the state, if it holds secrets. */
  encryptionSalt?: string;
  /** What else stood there, kept. */
  metadata: PropertyMap;
}

/** Order of fields as Pulumi writes them; unknown ones come last. */
const fieldOrder = (
  "urn custom delete id type inputs outputs parent protect taint external dependencies initErrors provider " +
  "propertyDependencies pendingReplacement additionalSecretOutputs aliases customTimeouts importID retainOnDelete " +
  "deletedWith replaceWith created modified sourcePosition stackTrace ignoreChanges hideDiff replaceOnChanges"
).split(" ");

/** Keys in order, as Go writes its maps: two equal states are equal texts. */
function sorted(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}

/** Keeps the ciphertext of a secret that did not change, so that the state's file changes only where the stack does. */
const ciphertexts = new WeakMap<PropertyMap, { crypter: Crypter; ciphertext: string }>();

export function encryptSecrets(value: PropertyValue, crypter: Crypter): PropertyValue {
  if (Array.isArray(value)) return value.map((item) => encryptSecrets(item, crypter));
  if (!isMap(value)) return value;
  if (!isSecret(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encryptSecrets(item, crypter)]));
  }
  const known = ciphertexts.get(value);
  const ciphertext =
    known?.crypter === crypter ? known.ciphertext : crypter.encrypt(JSON.stringify(sorted(value.value)));
  ciphertexts.set(value, { crypter, ciphertext });
  return { [signatureKey]: secretSignature, ciphertext };
}

export function decryptSecrets(value: PropertyValue, crypter: Crypter): PropertyValue {
  if (Array.isArray(value)) return value.map((item) => decryptSecrets(item, crypter));
  if (!isMap(value)) return value;
  const ciphertext = isSecret(value) ? value.ciphertext : undefined;
  if (typeof ciphertext !== "string") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decryptSecrets(item, crypter)]));
  }
  const secret: PropertyMap = {
    [signatureKey]: secretSignature,
    value: JSON.parse(crypter.decrypt(ciphertext)) as PropertyValue,
  };
  ciphertexts.set(secret, { crypter, ciphertext });
  return secret;
}

const resourceTexts = new WeakMap<ResourceState, { crypter: Crypter | undefined; text: string }>();

/** One resource as JSON text; the text is remembered, as a state is written after each step and few resources change. */
export function serializeResource(resource: ResourceState, crypter: Crypter | undefined): string {
  const known = resourceTexts.get(resource);
  if (known !== undefined && known.crypter === crypter) return known.text;
  const fields = resource as unknown as PropertyMap;
  const unknownFields = Object.keys(fields).filter((field) => !fieldOrder.includes(field));
  const parts = [...fieldOrder, ...unknownFields].flatMap((field) => {
    const value = fields[field];
    if (value === undefined) return [];
    const stored = crypter === undefined ? value : encryptSecrets(value, crypter);
    return [`${JSON.stringify(field)}:${JSON.stringify(field === "stackTrace" ? stored : sorted(stored))}`];
  });
  const text = `{${parts.join(",")}}`;
  resourceTexts.set(resource, { crypter, text });
  return text;
}

export interface CheckpointHead {
  /** Version of Pulumi's SDK, `v3.270.0`: the format's version. */
  version: string;
  /** Pulumi's full name of the stack: `organization/<project>/<stack>`. */
  stack: string;
  time: Date;
}

/** The checkpoint file's text, version 3, as Pulumi's file backend writes it. */
export function serializeCheckpoint(
  deployment: Deployment,
  head: CheckpointHead,
  crypter: Crypter | undefined,
): string {
  const magic = createHash("sha256").update(head.version).digest("hex");
  const manifest = JSON.stringify({ time: head.time.toISOString(), magic, version: head.version });
  const salt = crypter?.encryptionSalt ?? deployment.encryptionSalt;
  const secrets =
    salt === undefined ? "" : `"secrets_providers":${JSON.stringify({ type: "passphrase", state: { salt } })},`;
  const resources = deployment.resources.map((resource) => serializeResource(resource, crypter)).join(",");
  const pending = deployment.pendingOperations
    .map(({ resource, type }) => `{"resource":${serializeResource(resource, crypter)},"type":${JSON.stringify(type)}}`)
    .join(",");
  return (
    `{"version":3,"checkpoint":{"stack":${JSON.stringify(head.stack)},"latest":{"manifest":${manifest},${secrets}` +
    (resources === "" ? "" : `"resources":[${resources}],`) +
    (pending === "" ? "" : `"pending_operations":[${pending}],`) +
    `"metadata":${JSON.stringify(deployment.metadata)}}}}`
  );
}
