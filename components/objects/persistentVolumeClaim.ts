import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import { claimName } from "./volumes.ts";

export type ClaimManifest = Manifest<"v1", "PersistentVolumeClaim", { spec: core.v1.PersistentVolumeClaimSpec }>;

/** The claim of each persistent volume, with whether its data stays when the service goes. */
export function persistentVolumeClaims(service: Service): { name: string; claim: ClaimManifest; keep: boolean }[] {
  return Object.entries(service.volumes)
    .filter(([, { kind }]) => kind === "persistent")
    .map(([name, volume]) => ({
      name: claimName(service.name, name),
      keep: volume.keep,
      claim: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: metadata(service, claimName(service.name, name)),
        spec: {
          accessModes: [volume.accessMode],
          resources: { requests: { storage: volume.size ?? "" } },
          ...(volume.storageClass === undefined ? {} : { storageClassName: volume.storageClass }),
        },
      },
    }));
}
