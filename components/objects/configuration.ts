import type { Input } from "@pulumi/pulumi";
import type { Service } from "../config/stackConfig.ts";
import { contentHash } from "./contentHash.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import { fileKey } from "../config/fileKey.ts";

export type ConfigMapManifest = Manifest<
  "v1",
  "ConfigMap",
  { immutable: true; data: Record<string, string> },
  Input<string>
>;
export type SecretManifest = Manifest<
  "v1",
  "Secret",
  { immutable: true; type: "Opaque"; stringData: Record<string, Input<string>> },
  Input<string>
>;

export function hasConfigMap(service: Service): boolean {
  return Object.keys(service.files).length > 0;
}

export function hasSecret(service: Service): boolean {
  return secretEntries(service).length > 0;
}

/** The configuration files. Immutable: other content has another name, so pods of either version find theirs. */
export function configMap(service: Service, name: Input<string>): ConfigMapManifest {
  const base = metadata(service, name);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { ...base, annotations: { ...base.annotations, "releases/config-hash": contentHash(service.files) } },
    immutable: true,
    data: Object.fromEntries(Object.entries(service.files).map(([path, content]) => [fileKey(path), content])),
  };
}

/** Secret variables and files; `valueOf` gives the value of a config key. No hash of them is shown anywhere. */
export function secret(service: Service, name: Input<string>, valueOf: (key: string) => Input<string>): SecretManifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata(service, name),
    immutable: true,
    type: "Opaque",
    stringData: Object.fromEntries(secretEntries(service).map(({ entry, key }) => [entry, valueOf(key)])),
  };
}

/** Each entry of the Secret with the config key its value comes from, in the order of the entries' names. */
export function secretEntries({ secrets, secretFiles }: Service): { entry: string; key: string }[] {
  return [
    ...Object.entries(secrets).map(([variable, key]) => ({ entry: variable, key })),
    ...Object.entries(secretFiles).map(([path, key]) => ({ entry: fileKey(path), key })),
  ].sort((a, b) => (a.entry < b.entry ? -1 : 1));
}
