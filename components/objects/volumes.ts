import type { Input } from "@pulumi/pulumi";
import type { core } from "@pulumi/kubernetes/types/input.js";
import type { ExtraContainer } from "../config/containers.ts";
import { inheritedBy } from "../config/inherited.ts";
import type { Service } from "../config/stackConfig.ts";
import type { Volume } from "../config/storage.ts";
import type { Given } from "./givenTo.ts";
import { isWritable, volumeSource } from "./volumeSource.ts";

/** The names that this release's ConfigMap and Secret bear; absent where the service has none. */
export interface ConfigNames {
  config?: Input<string>;
  secrets?: Input<string>;
}

/** Name of the claim behind a persistent volume. */
export function claimName(service: string, volume: string): string {
  return `${service}-${volume}`;
}

function hasSecretFiles({ secretFiles, sidecars, initContainers }: Service): boolean {
  const all = [{ secretFiles }, ...Object.values(sidecars), ...Object.values(initContainers)];
  return all.some((container) => Object.keys(container.secretFiles).length > 0);
}

/** The pod's volumes: those it names, then the files of this release. */
export function podVolumes(service: Service, names: ConfigNames): core.v1.Volume[] {
  const own = Object.entries(service.volumes).map(([name, volume]): core.v1.Volume => {
    return { name, ...volumeSource(volume, claimName(service.name, name)) };
  });
  return [
    ...own,
    ...(names.config === undefined ? [] : [{ name: "config-files", configMap: { name: names.config } }]),
    ...(names.secrets === undefined || !hasSecretFiles(service)
      ? []
      : [{ name: "secret-files", secret: { secretName: names.secrets } }]),
  ];
}

/** Where the service's own container sees its volumes. */
export function volumeMounts(service: Service): core.v1.VolumeMount[] {
  return Object.entries(service.volumes).flatMap(([name, volume]) => {
    const { mount, subPath } = volume;
    return mount === undefined ? [] : [volumeMount(name, volume, { path: mount, subPath })];
  });
}

/** Where another container sees them: as the service's own does, but for those it has a place of its own for. */
export function ownMounts(service: Service, container: ExtraContainer): core.v1.VolumeMount[] {
  const named = Object.entries(container.mounts);
  const inherited = inheritedBy(container).has("volumes") ? volumeMounts(service) : [];
  return [
    ...inherited.filter(({ name }) => !named.some(([volume]) => volume === name)),
    ...named.flatMap(([name, place]) => {
      const volume = service.volumes[name];
      return volume === undefined ? [] : [volumeMount(name, volume, place)];
    }),
  ];
}

/** Files stand one by one (subPath), so that the folder's other files stay visible. */
export function fileMounts({ files, secretFiles }: Given): core.v1.VolumeMount[] {
  const mounted = (name: string, entries: Record<string, string>) =>
    Object.entries(entries).map(([path, entry]) => ({ name, mountPath: path, subPath: entry, readOnly: true }));
  return [...mounted("config-files", files), ...mounted("secret-files", secretFiles)];
}

interface Place {
  path: string;
  subPath?: string | undefined;
  readOnly?: boolean | undefined;
}

function volumeMount(name: string, volume: Volume, { path, subPath, readOnly }: Place): core.v1.VolumeMount {
  const part = subPath === undefined ? {} : { subPath };
  const writable = isWritable(volume) && readOnly !== true;
  return { name, mountPath: path, ...part, ...(writable ? {} : { readOnly: true }) };
}
