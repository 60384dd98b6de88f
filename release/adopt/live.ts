import { apiProblem, isNotFound } from "../../cluster/apiError.ts";
import type { Ask, Json } from "../../cluster/request.ts";

/** An object as the cluster has it, in plain JSON. */
export interface LiveObject extends Json {
  apiVersion: string;
  kind: string;
  metadata: LiveMetadata;
}

export interface LiveMetadata {
  name: string;
  namespace?: string;
  resourceVersion?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { kind: string; name: string; controller?: boolean }[];
  managedFields?: ManagedFields[];
}

/** One entry of `metadata.managedFields`. */
export interface ManagedFields {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  time?: string;
  subresource?: string;
  fieldsType?: string;
  fieldsV1?: Json;
}

/** What is looked at, and where the API server has it. */
const kinds = {
  Deployment: "/apis/apps/v1/namespaces/NS/deployments",
  StatefulSet: "/apis/apps/v1/namespaces/NS/statefulsets",
  DaemonSet: "/apis/apps/v1/namespaces/NS/daemonsets",
  CronJob: "/apis/batch/v1/namespaces/NS/cronjobs",
  Service: "/api/v1/namespaces/NS/services",
  ServiceAccount: "/api/v1/namespaces/NS/serviceaccounts",
  HorizontalPodAutoscaler: "/apis/autoscaling/v2/namespaces/NS/horizontalpodautoscalers",
  PodDisruptionBudget: "/apis/policy/v1/namespaces/NS/poddisruptionbudgets",
  Ingress: "/apis/networking.k8s.io/v1/namespaces/NS/ingresses",
  HTTPRoute: "/apis/gateway.networking.k8s.io/v1/namespaces/NS/httproutes",
} as const;

export type LiveKind = keyof typeof kinds;

/** What is in a namespace, by kind. */
export type Live = Record<LiveKind, LiveObject[]>;

/** `/apis/apps/v1/namespaces/shop/deployments/web`; undefined for a kind that is never taken over. */
export function objectPath(kind: string, namespace: string, name?: string): string | undefined {
  if (!Object.hasOwn(kinds, kind)) return undefined;
  const list = kinds[kind as LiveKind].replace("NS", encodeURIComponent(namespace));
  return name === undefined ? list : `${list}/${encodeURIComponent(name)}`;
}

/** @throws Problem where the cluster does not say, or may not be asked */
export async function readNamespace(ask: Ask, namespace: string): Promise<Live> {
  const lists = await Promise.all(
    Object.keys(kinds).map(async (kind) => {
      const list = await ask(objectPath(kind, namespace) ?? "").catch((error: unknown) => {
        if (isNotFound(error)) return {};
        throw apiProblem(error, `looking at the ${kind}s of namespace ${namespace}`);
      });
      const { items = [], apiVersion } = list as { items?: object[]; apiVersion?: string };
      // A list's items leave out what all of them are.
      return [kind, items.map((item) => ({ apiVersion, kind, ...item }))] as const;
    }),
  );
  return Object.fromEntries(lists) as Live;
}
