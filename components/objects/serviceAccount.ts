import type { Service } from "../config/stackConfig.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type ServiceAccountManifest = Manifest<"v1", "ServiceAccount", { automountServiceAccountToken: boolean }>;

/** Who the pods are; without a token unless `security.apiAccess`. Undefined where the service names another account. */
export function serviceAccount(service: Service): ServiceAccountManifest | undefined {
  if (service.security.serviceAccount !== undefined) return undefined;
  const base = metadata(service, service.name);
  const annotations = { ...service.account.annotations, ...base.annotations };
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { ...base, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    automountServiceAccountToken: service.security.apiAccess,
  };
}
