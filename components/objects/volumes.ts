import type { Input } from "@pulumi/pulumi";
import type { core } from "@pulumi/kubernetes/types/input.js";
import { fileKey } from "../config/fileKey.ts";
import type { Service } from "../config/stackConfig.ts";
import type { Volume } from "../config/storage.ts";
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

/** The pod's volumes: those it names, then the files of this release. */
export function podVolumes(service: Service, names: ConfigNames): core.v1.Volume[] {
  const own = Object.entries(service.volumes).map(([name, volume]): core.v1.Volume => {
    return { name, ...volumeSource(volume, claimName(service.name, name)) };
  });
  return [
    ...own,
    ...(names.config === undefined ? [] : [{ name: "config-files", configMap: { name: names.config } }]),
    ...(names.secrets === undefined || Object.keys(service.secretFiles).length === 0
      ? []
      : [{ name: "secret-files", secret: { secretName: names.secrets } }]),
  ];
}

/** Where a container sees them; files one by one (subPath), so that the folder's other files stay visible. */
export function volumeMounts(service: Service): core.v1.VolumeMount[] {
  const file = (name: string) => (path: string) => ({ name, mountPath: path, subPath: fileKey(path), readOnly: true });
  return [
    ...Object.entries(service.volumes).flatMap(([name, volume]) => volumeMount(name, volume)),
    ...Object.keys(service.files).map(file("config-files")),
    ...Object.keys(service.secretFiles).map(file("secret-files")),
  ];
}

function volumeMount(name: string, volume: Volume): core.v1.VolumeMount[] {
  const { mount, subPath } = volume;
  if (mount === undefined) return [];
  const part = subPath === undefined ? {} : { subPath };
  return [{ name, mountPath: mount, ...part, ...(isWritable(volume) ? {} : { readOnly: true }) }];
}
