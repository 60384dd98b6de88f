import { randomBytes } from "node:crypto";
import { copySecretness, isMap, makeSecret } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { annotation, fromKubernetes, text } from "./kubernetesObject.ts";

/** Manager under which Pulumi's provider, and we, create objects; the first update hands its fields to the object's own. */
export const creationManager = "pulumi-kubernetes";

/** Marks as secret what is secret in the inputs, and all of a Secret's data. */
export function markSecrets(object: PropertyMap, inputs: PropertyMap): PropertyMap {
  if (object.kind !== "Secret") return copySecretness(object, inputs);
  const marked = { ...object };
  for (const key of ["data", "stringData"]) {
    const value = marked[key];
    if (value !== undefined) marked[key] = makeSecret(value);
  }
  return marked;
}

/** Outputs as Pulumi's provider keeps them: the live object, and beside it what it was made of and who manages it. */
export function checkpointObject(
  inputs: PropertyMap,
  live: PropertyMap,
  manager: string,
  initialApiVersion: string,
): PropertyMap {
  return {
    ...markSecrets(fromKubernetes(live), inputs),
    __inputs: inputs,
    __initialApiVersion: initialApiVersion,
    __fieldManager: manager,
  };
}

/** The inputs an object in the state was last made of, which after a failed update are not those of the record. */
export function lastInputs(outputs: PropertyMap | undefined, inputs: PropertyMap | undefined): PropertyMap {
  const last = outputs?.__inputs;
  return isMap(last) ? last : (inputs ?? {});
}

/** The field manager of server-side apply: one of its own for each object, as in Pulumi's provider. */
export function fieldManager(inputs: PropertyMap, outputs: PropertyMap | undefined): string {
  const kept = text(outputs?.__fieldManager);
  return (
    annotation(inputs, "patchFieldManager") ??
    (kept === "" ? `pulumi-kubernetes-${randomBytes(4).toString("hex")}` : kept)
  );
}
