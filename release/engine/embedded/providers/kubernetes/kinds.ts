import { isMap } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import type { ApiServer } from "./apiServer.ts";
import { text } from "./kubernetesObject.ts";

/** How the API server names a kind. */
export interface ApiResource {
  plural: string;
  namespaced: boolean;
}

/** Kinds whose names are known without asking: saves a request for each API group. */
const known: Record<string, string> = {
  v1: "ConfigMap Secret Service ServiceAccount PersistentVolumeClaim Pod Endpoints LimitRange ResourceQuota ReplicationController",
  "apps/v1": "Deployment StatefulSet DaemonSet ReplicaSet",
  "batch/v1": "Job CronJob",
  "policy/v1": "PodDisruptionBudget",
  "autoscaling/v2": "HorizontalPodAutoscaler",
  "networking.k8s.io/v1": "Ingress NetworkPolicy",
  "rbac.authorization.k8s.io/v1": "Role RoleBinding",
};
const knownClusterWide: Record<string, string> = {
  v1: "Namespace PersistentVolume Node",
  "networking.k8s.io/v1": "IngressClass",
  "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding",
  "storage.k8s.io/v1": "StorageClass",
  "scheduling.k8s.io/v1": "PriorityClass",
};

function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower === "endpoints") return lower;
  if (/(s|x|ch|sh)$/.test(lower)) return `${lower}es`;
  return lower.endsWith("y") ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

export function knownKind(apiVersion: string, kind: string): ApiResource | undefined {
  const lists = [
    [known, true],
    [knownClusterWide, false],
  ] as const;
  const found = lists.find(([kinds]) => kinds[apiVersion]?.split(" ").includes(kind));
  return found === undefined ? undefined : { plural: pluralOf(kind), namespaced: found[1] };
}

export function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Finds the API's name of each kind, from what is known or by asking the server once for each group. */
export class KindCatalog {
  readonly #server: () => Promise<ApiServer>;
  readonly #groups = new Map<string, Promise<PropertyMap>>();

  constructor(server: () => Promise<ApiServer>) {
    this.#server = server;
  }

  /** @throws OperationError when the server has no such kind. */
  async find(apiVersion: string, kind: string): Promise<ApiResource> {
    const builtIn = knownKind(apiVersion, kind);
    if (builtIn !== undefined) return builtIn;
    const asked =
      this.#groups.get(apiVersion) ??
      this.#server().then((server) => server.request({ method: "GET", path: groupPath(apiVersion) }));
    this.#groups.set(apiVersion, asked);
    try {
      const { resources } = await asked;
      const found = (Array.isArray(resources) ? resources : [])
        .filter(isMap)
        .find((resource) => resource.kind === kind && !text(resource.name).includes("/"));
      if (found !== undefined) return { plural: text(found.name), namespaced: found.namespaced === true };
    } catch (error) {
      this.#groups.delete(apiVersion);
      if (!(error instanceof Error) || error.name !== "ApiError") throw error;
    }
    this.#groups.delete(apiVersion);
    throw new OperationError(`the cluster has no ${kind} in ${apiVersion}: is its CustomResourceDefinition installed?`);
  }
}
