import { readFile } from "node:fs/promises";
import { parseAllDocuments } from "yaml";
import type { Placed } from "../lab/apply.ts";
import { tracks, traefikObjects } from "./argoTraefik.ts";

/** By the numbers of pods of each version, or by weights. */
export type ArgoSplit = "replicas" | "traefik";

/** A Rollout, as far as it is looked at here. */
export interface Rollout {
  metadata: { generation: number };
  spec: { replicas: number };
  status?: {
    observedGeneration?: string;
    phase?: string;
    abort?: boolean;
    updatedReplicas?: number;
    availableReplicas?: number;
    canary?: { weights?: { canary: { weight: number } } };
  };
}

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec: { replicas?: number; minReadySeconds?: number; selector: object; template: object };
}

/** The walk that both sides take: a quarter of the pods, then half of them, five seconds each. */
const steps = [{ setWeight: 25 }, { pause: { duration: "5s" } }, { setWeight: 50 }, { pause: { duration: "5s" } }];
const neededFirst = ["ServiceAccount", "ConfigMap", "Service"];

export function rolloutPath(namespace: string, name: string): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`;
}

/**
 * A service as kubectl is given it, its Deployment as a Rollout: the same pods, asked the same before they count.
 * @param file kubectl's manifests
 */
export async function rolloutObjects(
  file: string,
  namespace: string,
  service: string,
  splitBy: ArgoSplit,
): Promise<Placed[]> {
  const manifests = parseAllDocuments(await readFile(file, "utf8")).map((document) => document.toJS() as Manifest);
  const here = manifests.map((manifest) => ({ ...manifest, metadata: { ...manifest.metadata, namespace } }));
  const needed = here.filter(({ kind }) => neededFirst.includes(kind));
  const byTraefik = splitBy === "traefik";
  const { stable, canary } = tracks(service);
  const routing = byTraefik
    ? {
        ...{ stableService: stable, canaryService: canary },
        trafficRouting: { traefik: { weightedTraefikServiceName: service } },
      }
    : {};
  const plain = needed.filter(({ kind, metadata }) => kind === "Service" && metadata.name === service);
  const tracked = byTraefik
    ? [stable, canary].flatMap((name) => plain.map((one) => ({ ...one, metadata: { ...one.metadata, name } })))
    : [];
  const deployments = here.filter(({ kind, metadata }) => kind === "Deployment" && metadata.name === service);
  return [
    ...[...needed, ...tracked].map((object) => ({
      path: `/api/v1/namespaces/${namespace}/${object.kind.toLowerCase()}s/${object.metadata.name}`,
      object,
    })),
    ...(byTraefik ? traefikObjects(namespace, service) : []),
    ...deployments.map(({ metadata, spec: { replicas, minReadySeconds, selector, template } }) => ({
      path: rolloutPath(namespace, service),
      object: {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Rollout",
        metadata,
        spec: {
          ...{ replicas, minReadySeconds, selector, template },
          strategy: { canary: { maxSurge: 1, maxUnavailable: 0, steps, ...routing } },
        },
      },
    })),
  ];
}

/** Pure: does the controller say that the version which was declared last is everywhere? Old pods may still wait to go. */
export function isHealthy({ metadata, spec, status }: Rollout): boolean {
  return (
    status?.observedGeneration === String(metadata.generation) &&
    status.phase === "Healthy" &&
    status.updatedReplicas === spec.replicas
  );
}

/**
 * Pure: does the controller say that it gave it up, can no request meet the new version, and are pods enough there?
 * Behind a router more than enough may be: it keeps those of the version before for a while.
 */
export function isAway({ spec, status }: Rollout): boolean {
  const weights = status?.canary?.weights;
  return (
    status?.abort === true &&
    status.phase === "Degraded" &&
    (weights === undefined ? (status.updatedReplicas ?? 0) === 0 : weights.canary.weight === 0) &&
    (status.availableReplicas ?? 0) >= spec.replicas
  );
}
