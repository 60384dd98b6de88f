import type { Input } from "@pulumi/pulumi";
import type { Service } from "../config/stackConfig.ts";
import { contentHash } from "./contentHash.ts";
import type { Manifest } from "./manifest.ts";
import { jobSecretEntries } from "./jobSecrets.ts";
import { metadata } from "./metadata.ts";
import type { ExtraContainer } from "../config/containers.ts";
import { fileKey } from "../config/fileKey.ts";
import { ownEntry } from "./givenTo.ts";

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
  return Object.keys(fileContents(service)).length > 0;
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
    metadata: { ...base, annotations: { ...base.annotations, "releases/config-hash": filesHash(service) } },
    immutable: true,
    data: fileContents(service),
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

/** Content of each file, by its entry of the ConfigMap. */
function fileContents(service: Service): Record<string, string> {
  const own = Object.entries(service.files).map(([path, content]) => [fileKey(path), content]);
  const others = extraContainers(service).flatMap(([name, { files }]) =>
    Object.entries(files).map(([path, content]) => [ownEntry(name, fileKey(path)), content]),
  );
  return Object.fromEntries([...own, ...others]) as Record<string, string>;
}

/** Changes when the content of a file does, of whichever container. */
export function filesHash(service: Service): string {
  const others = extraContainers(service).filter(([, { files }]) => Object.keys(files).length > 0);
  // As long as only the service has files the hash is that of those, by their paths.
  return contentHash(others.length === 0 ? service.files : { "": service.files, ...fileContents(service) });
}

/** Each entry of the Secret with the config key its value comes from, in the order of the entries' names. */
export function secretEntries(service: Service): { entry: string; key: string }[] {
  const { secrets, secretFiles } = service;
  return [
    ...Object.entries(secrets).map(([variable, key]) => ({ entry: variable, key })),
    ...Object.entries(secretFiles).map(([path, key]) => ({ entry: fileKey(path), key })),
    ...extraContainers(service).flatMap(([name, container]) => [
      ...Object.entries(container.secrets).map(([variable, key]) => ({ entry: ownEntry(name, variable), key })),
      ...Object.entries(container.secretFiles).map(([path, key]) => ({ entry: ownEntry(name, fileKey(path)), key })),
    ]),
    ...jobSecretEntries(service).map(({ entry, key }) => ({ entry, key })),
  ].sort((a, b) => (a.entry < b.entry ? -1 : 1));
}

function extraContainers({ sidecars, initContainers }: Service): [string, ExtraContainer][] {
  return [...Object.entries(sidecars), ...Object.entries(initContainers)];
}
