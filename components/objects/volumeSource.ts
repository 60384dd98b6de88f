import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Volume, VolumeSource } from "../config/storage.ts";

/** What a volume of a service is to Kubernetes; `claim` is the name of its own claim, should it have one. */
export function volumeSource(volume: Volume, claim: string): Omit<core.v1.Volume, "name"> {
  const { kind, from = "", size, mode, sources = [], readOnly } = volume;
  const shared = { ...entries(volume), ...(mode === undefined ? {} : { defaultMode: mode }) };
  switch (kind) {
    case "persistent":
      return { persistentVolumeClaim: { claimName: claim } };
    case "claim":
      return { persistentVolumeClaim: { claimName: from, ...(readOnly ? { readOnly: true } : {}) } };
    case "scratch":
      return { emptyDir: size === undefined ? {} : { sizeLimit: size } };
    case "memory":
      return { emptyDir: { medium: "Memory", ...(size === undefined ? {} : { sizeLimit: size }) } };
    case "secret":
      return { secret: { secretName: from, ...shared } };
    case "configMap":
      return { configMap: { name: from, ...shared } };
    case "projected":
      return {
        projected: { sources: sources.map(projection), ...(mode === undefined ? {} : { defaultMode: mode }) },
      };
  }
}

/** Whether a container may write to it at all. */
export function isWritable({ kind, readOnly }: Volume): boolean {
  return !readOnly && !["secret", "configMap", "projected"].includes(kind);
}

function projection(source: VolumeSource): core.v1.VolumeProjection {
  const { secret, configMap, token, fields = {} } = source;
  if (secret !== undefined) return { secret: { name: secret, ...entries(source) } };
  if (configMap !== undefined) return { configMap: { name: configMap, ...entries(source) } };
  if (token === undefined) {
    const facts = Object.entries(fields).map(([path, fieldPath]) => ({ path, fieldRef: { fieldPath } }));
    return { downwardAPI: { items: facts } };
  }
  const { path, audience, expires } = token;
  const asked = audience === undefined ? {} : { audience };
  return { serviceAccountToken: { path, expirationSeconds: expires, ...asked } };
}

function entries({ items, optional }: Pick<Volume, "items" | "optional">) {
  const chosen = Object.entries(items ?? {}).map(([key, path]) => ({ key, path }));
  return { ...(chosen.length === 0 ? {} : { items: chosen }), ...(optional ? { optional: true } : {}) };
}
