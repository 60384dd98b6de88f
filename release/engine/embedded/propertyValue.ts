/** Values as they stand on Pulumi's wire and in its state: JSON, where objects with {@link signatureKey} mean more. */
export type PropertyValue = null | boolean | number | string | PropertyValue[] | PropertyMap;
export interface PropertyMap {
  [key: string]: PropertyValue;
}

/** Pulumi's markers (sdk/nodejs/runtime/rpc.ts). */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
export const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** Stands for a value not known before an update has run. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A secret in memory; in the state's file it has a ciphertext instead. */
export interface SecretValue extends PropertyMap {
  value: PropertyValue;
}

export function isSecret(value: PropertyValue | undefined): value is SecretValue {
  return isMap(value) && value[signatureKey] === secretSignature;
}

export function makeSecret(value: PropertyValue): PropertyValue {
  return isSecret(value) ? value : { [signatureKey]: secretSignature, value };
}

/** The value inside a secret; any other value as it is. */
export function reveal(value: PropertyValue): PropertyValue {
  return isSecret(value) ? reveal(value.value) : value;
}

function mapValues(map: PropertyMap, change: (value: PropertyValue) => PropertyValue): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

/** A copy without any secret marker. What it returns must not be shown or stored. */
export function revealAll(value: PropertyMap): PropertyMap;
export function revealAll(value: PropertyValue): PropertyValue;
export function revealAll(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map((item) => revealAll(item));
  if (!isMap(value)) return value;
  return isSecret(value) ? revealAll(value.value) : mapValues(value, (item) => revealAll(item));
}

/** A copy in which each secret is the text `[secret]`. */
export function redactAll(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(redactAll);
  if (!isMap(value)) return value;
  return isSecret(value) ? "[secret]" : mapValues(value, redactAll);
}

export function containsSecret(value: PropertyValue): boolean {
  if (Array.isArray(value)) return value.some((item) => containsSecret(item));
  return isMap(value) && (isSecret(value) || Object.values(value).some((item) => containsSecret(item)));
}

export function containsUnknown(value: PropertyValue): boolean {
  if (value === unknownValue) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isMap(value) && Object.values(value).some(containsUnknown);
}

/** Output values, which the SDK sends for components, as the plain, secret or unknown values they stand for. */
export function withoutOutputValues(value: PropertyMap): PropertyMap;
export function withoutOutputValues(value: PropertyValue): PropertyValue;
export function withoutOutputValues(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map((item) => withoutOutputValues(item));
  if (!isMap(value)) return value;
  if (value[signatureKey] !== outputSignature) return mapValues(value, (item) => withoutOutputValues(item));
  const inner = value.value === undefined ? unknownValue : withoutOutputValues(value.value);
  return value.secret === true ? makeSecret(inner) : inner;
}

/** Marks in `outputs` what is secret in `inputs`; where they differ in shape, the whole property. */
export function copySecretness(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  const marked = { ...outputs };
  for (const [key, input] of Object.entries(inputs)) {
    const output = marked[key];
    if (output === undefined || isSecret(output)) continue;
    if (isMap(output) && isMap(input) && !isSecret(input)) marked[key] = copySecretness(output, input);
    else if (containsSecret(input)) marked[key] = makeSecret(output);
  }
  return marked;
}

/** A copy without some of its keys. */
export function omit<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !(keys as readonly PropertyKey[]).includes(key)),
  ) as Omit<T, K>;
}

/** Equality of JSON; the order of keys does not count. */
export function equal(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}
