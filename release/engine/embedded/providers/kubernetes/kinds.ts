import { isMap } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import { ApiError } from "./apiError.ts";
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

/** What a refusal is about whose kind the server does not know. */
export const unknownKind = "customresourcedefinitions";

/** Finds the API's name of each kind, from what is known or by asking the server once for each group. */
export class KindCatalog {
  readonly #server: () => Promise<ApiServer>;
  readonly #groups = new Map<string, Promise<PropertyMap>>();

  constructor(server: () => Promise<ApiServer>) {
    this.#server = server;
  }

  /** @throws OperationError, caused by a 404, when the server has no such kind. */
  async find(apiVersion: string, kind: string): Promise<ApiResource> {
    const builtIn = knownKind(apiVersion, kind);
    if (builtIn !== undefined) return builtIn;
    const group = this.#groups.get(apiVersion) ?? this.#ask(apiVersion);
    this.#groups.set(apiVersion, group);
    try {
      const { resources } = await group;
      const found = (Array.isArray(resources) ? resources : [])
        .filter(isMap)
        .find(({ name, kind: served }) => served === kind && !text(name).includes("/"));
      if (found !== undefined) return { plural: text(found.name), namespaced: found.namespaced === true };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    // Asked again next time: its definition may be made in this very run.
    this.#groups.delete(apiVersion);
    const cause = new ApiError(404, {
      reason: "NotFound",
      message: `no ${kind} in ${apiVersion}`,
      details: { kind: unknownKind },
    });
    throw new OperationError(
      `the cluster has no ${kind} in ${apiVersion}: is its CustomResourceDefinition installed?`,
      { cause },
    );
  }

  /** As {@link find}; of a kind that is not there yet, assumes that its objects lie in namespaces, as most do. */
  async findOrAssume(apiVersion: string, kind: string): Promise<Pick<ApiResource, "namespaced">> {
    return this.find(apiVersion, kind).catch((error: unknown) => {
      if (error instanceof OperationError) return { namespaced: true };
      throw error;
    });
  }

  async #ask(apiVersion: string): Promise<PropertyMap> {
    const server = await this.#server();
    return server.request({ method: "GET", path: groupPath(apiVersion) });
  }
}
