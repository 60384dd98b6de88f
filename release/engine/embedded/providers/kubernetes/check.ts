import { randomBytes } from "node:crypto";
import { isMap, revealAll, unknownValue } from "../../propertyValue.ts";
import type { PropertyMap, PropertyValue } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import { markSecrets } from "./checkpointObject.ts";
import { annotation, metadataOf, text } from "./kubernetesObject.ts";

/** apiVersion and kind of a type token: `kubernetes:core/v1:Secret` is `v1`, `Secret`. */
export function groupVersionKind(type: string): { apiVersion: string; kind: string } {
  const [, version = "", kind = ""] = type.split(":");
  return { apiVersion: version.replace(/^core\//, ""), kind };
}

/** @throws OperationError for types of the kubernetes package that are no objects of a cluster. */
export function refuseOtherTypes(type: string): void {
  const { apiVersion, kind } = groupVersionKind(type);
  if (/^(helm\.sh|yaml|kustomize)/.test(apiVersion) || /(List|Patch)$/.test(kind)) {
    throw new OperationError(
      `the embedded engine makes single Kubernetes objects, not ${type}: use the pulumi engine (--engine pulumi)`,
    );
  }
}

/** A Secret's stringData is what the server puts into data: kept there, so that both compare. */
function secretData(object: PropertyMap): PropertyMap {
  const { stringData, ...rest } = object;
  if (!isMap(stringData)) return object;
  const encode = (value: PropertyValue): PropertyValue =>
    value === unknownValue
      ? value
      : Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64");
  const encoded = Object.fromEntries(Object.entries(stringData).map(([key, value]) => [key, encode(value)]));
  const { data } = rest;
  return { ...rest, data: { ...(isMap(data) ? data : {}), ...encoded } };
}

/** An object without a name keeps the one it was given, or gets `<resource name>-<8 hex digits>`. */
function autoname(metadata: PropertyMap, name: string, old: PropertyMap | undefined): PropertyMap {
  if (metadata.name !== undefined) return metadata;
  const kept = old !== undefined && annotation(old, "autonamed") === "true" ? text(metadataOf(old).name) : "";
  const annotations = metadata.annotations;
  return {
    ...metadata,
    name: kept === "" ? `${name}-${randomBytes(4).toString("hex")}` : kept,
    annotations: { ...(isMap(annotations) ? annotations : {}), "pulumi.com/autonamed": "true" },
  };
}

export interface CheckOptions {
  /** Pulumi's resource name. */
  name: string;
  /** Inputs of the object in the state, if there is one. */
  old: PropertyMap | undefined;
  namespaced: boolean;
  defaultNamespace: string;
}

/** Set by the server: without effect in inputs, and no difference. */
const serverSet = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** Inputs as the state keeps them: names and namespace filled in, a Secret's data encoded, secrets marked. */
export function checkInputs(
  type: string,
  inputs: PropertyMap,
  { name, old, namespaced, defaultNamespace }: CheckOptions,
): PropertyMap {
  const plain = { ...groupVersionKind(type), ...revealAll(inputs) };
  const given = metadataOf(plain);
  const written = Object.fromEntries(Object.entries(given).filter(([key]) => !serverSet.includes(key)));
  const metadata = autoname(written, name, old);
  const placed =
    namespaced && metadata.namespace === undefined ? { ...metadata, namespace: defaultNamespace } : metadata;
  const object: PropertyMap = { ...plain, metadata: placed };
  return markSecrets(object.kind === "Secret" ? secretData(object) : object, inputs);
}
