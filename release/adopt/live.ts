import { apiProblem, isNotFound } from "../../cluster/apiError.ts";
import type { Ask, Json } from "../../cluster/request.ts";
import { kindPath, objectPath as namedPath } from "../../drift/kinds.ts";
import type { ManagedFields } from "../../drift/managers.ts";

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

/** What is looked at, with its apiVersion. */
const kinds = {
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  DaemonSet: "apps/v1",
  CronJob: "batch/v1",
  Service: "v1",
  ServiceAccount: "v1",
  HorizontalPodAutoscaler: "autoscaling/v2",
  PodDisruptionBudget: "policy/v1",
  Ingress: "networking.k8s.io/v1",
  HTTPRoute: "gateway.networking.k8s.io/v1",
  GRPCRoute: "gateway.networking.k8s.io/v1",
} as const;

export type LiveKind = keyof typeof kinds;

/** What is in a namespace, by kind. */
export type Live = Record<LiveKind, LiveObject[]>;

/** `/apis/apps/v1/namespaces/shop/deployments/web`; undefined for a kind that is never taken over. */
export function objectPath(kind: string, namespace: string, name?: string): string | undefined {
  if (!Object.hasOwn(kinds, kind)) return undefined;
  const asked = { apiVersion: kinds[kind as LiveKind], kind, namespace };
  return name === undefined ? kindPath(asked) : namedPath(asked, name);
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
