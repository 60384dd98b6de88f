import type { PropertyMap } from "../../propertyValue.ts";

/**
 * Properties that Kubernetes will not change on an existing object, by kind, as in Pulumi's provider
 * (https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go), and what the API server's
 * validation adds to it.
 */
const byKind: Record<string, string[]> = {
  "apps/Deployment": ["spec.selector"],
  "apps/DaemonSet": ["spec.selector"],
  "apps/ReplicaSet": ["spec.selector"],
  "apps/StatefulSet": ["spec.podManagementPolicy", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
  "batch/Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template", "spec.completionMode"],
  "/PersistentVolumeClaim": [
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeName",
    "spec.volumeMode",
    "spec.dataSource",
    "spec.dataSourceRef",
  ],
  "/Pod": ["spec"],
  "/ResourceQuota": ["spec.scopes"],
  "/Service": ["spec.clusterIP"],
  "/Secret": ["type"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
  "scheduling.k8s.io/PriorityClass": ["value"],
  "networking.k8s.io/IngressClass": ["spec.controller"],
};

/** What makes an object another one. */
const identity = ["metadata.name", "metadata.namespace", "kind"];

/** Paths whose change replaces this object. `old` are the inputs it was made of. */
export function forcedReplacements(old: PropertyMap): string[] {
  const apiVersion = typeof old.apiVersion === "string" ? old.apiVersion : "";
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const kind = typeof old.kind === "string" ? old.kind : "";
  const immutable = (kind === "ConfigMap" || kind === "Secret") && old.immutable === true;
  return [
    ...identity,
    ...(byKind[`${group}/${kind}`] ?? []),
    ...(immutable ? ["data", "binaryData", "stringData", "immutable"] : []),
  ];
}
