/** The kinds of object that a stack is made of, or that are found beside them, as paths of the API server name them. */
const plurals: Record<string, string> = {
  ConfigMap: "configmaps",
  CronJob: "cronjobs",
  DaemonSet: "daemonsets",
  Deployment: "deployments",
  GRPCRoute: "grpcroutes",
  HTTPRoute: "httproutes",
  HorizontalPodAutoscaler: "horizontalpodautoscalers",
  Ingress: "ingresses",
  Namespace: "namespaces",
  NetworkPolicy: "networkpolicies",
  PersistentVolumeClaim: "persistentvolumeclaims",
  PodDisruptionBudget: "poddisruptionbudgets",
  ResourceQuota: "resourcequotas",
  Role: "roles",
  RoleBinding: "rolebindings",
  Secret: "secrets",
  Service: "services",
  ServiceAccount: "serviceaccounts",
  StatefulSet: "statefulsets",
};

export interface ObjectKind {
  apiVersion: string;
  kind: string;
  /** Absent for a namespace. */
  namespace?: string;
}

/** `/apis/apps/v1/namespaces/shop/deployments`; undefined for a kind that this project has none of. */
export function kindPath({ apiVersion, kind, namespace }: ObjectKind): string | undefined {
  const plural = Object.hasOwn(plurals, kind) ? plurals[kind] : undefined;
  if (plural === undefined) return undefined;
  const api = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespace === undefined ? `${api}/${plural}` : `${api}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

/** `/apis/apps/v1/namespaces/shop/deployments/web`; undefined where {@link kindPath} is. */
export function objectPath(kind: ObjectKind, name: string): string | undefined {
  const path = kindPath(kind);
  return path === undefined ? undefined : `${path}/${encodeURIComponent(name)}`;
}

/** Secrets are looked at without their values. */
export function acceptOf(kind: string, list: boolean): string {
  const word = list ? "PartialObjectMetadataList" : "PartialObjectMetadata";
  return kind === "Secret" ? `application/json;as=${word};g=meta.k8s.io;v=v1` : "application/json";
}
