import { setTimeout as sleep } from "node:timers/promises";
import type { V1Deployment } from "@kubernetes/client-node";
import type { Cluster } from "../../../cluster/cluster.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { follow } from "../../../rollout/follow.ts";
import type { RolloutLimits } from "../../../rollout/limits.ts";
import type { RolloutStatus, WorkloadRef } from "../../../rollout/verdict.ts";

/** A plain Deployment, as small as it gets. Fields are merged over it as they stand in a manifest. */
export interface Parts {
  image?: string;
  replicas?: number;
  container?: object;
  pod?: object;
  spec?: object;
}

export function deployment(name: string, { image = "localhost/web:v1", ...parts }: Parts): V1Deployment {
  const labels = { app: name };
  const container = { name: "web", image, ...parts.container };
  return JSON.parse(
    JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, labels },
      spec: {
        replicas: parts.replicas ?? 1,
        selector: { matchLabels: labels },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 1,
            automountServiceAccountToken: false,
            containers: [container],
            ...parts.pod,
          },
        },
        ...parts.spec,
      },
    }),
  ) as V1Deployment;
}

/** A quick readiness probe on the test image. */
export const readinessProbe = { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 };

export interface Followed {
  status: RolloutStatus;
  events: ReleaseEvent[];
  /** When the verdict was there, in ms since 1970. */
  at: number;
  seconds: number;
}

export interface FollowParts {
  deadlineSeconds?: number;
  limits?: Partial<RolloutLimits>;
  minGeneration?: number;
}

/** Follows a Deployment to its end, with everything that was emitted. */
export async function followed(
  cluster: Cluster,
  namespace: string,
  name: string,
  parts: FollowParts = {},
): Promise<Followed> {
  const events: ReleaseEvent[] = [];
  const workload: WorkloadRef = { kind: "Deployment", namespace, name };
  const began = Date.now();
  const status = await follow(cluster, workload, {
    emit: (event) => events.push(event),
    deadlineSeconds: parts.deadlineSeconds ?? 60,
    ...(parts.limits === undefined ? {} : { limits: parts.limits }),
    ...(parts.minGeneration === undefined ? {} : { minGeneration: parts.minGeneration }),
  });
  return { status, events, at: Date.now(), seconds: (Date.now() - began) / 1000 };
}

/** Creates a Deployment and follows it. */
export async function release(
  cluster: Cluster,
  namespace: string,
  name: string,
  parts: Parts & FollowParts,
): Promise<Followed> {
  const { metadata } = await cluster.apps.createNamespacedDeployment({ namespace, body: deployment(name, parts) });
  return followed(cluster, namespace, name, { ...parts, minGeneration: metadata?.generation ?? 0 });
}

/**
 * When the kubelet last wrote the status of a Deployment's pods, in ms since 1970: the API server's time stamp of that
 * write, a whole second.
 */
export async function lastKubeletReport(cluster: Cluster, namespace: string, name: string): Promise<number> {
  const pods = await cluster.core.listNamespacedPod({ namespace, labelSelector: `app=${name}` });
  const writes = pods.items.flatMap(({ metadata }) => metadata?.managedFields ?? []);
  const times = writes.filter(({ manager }) => manager === "kubelet").map(({ time }) => time?.getTime() ?? 0);
  return Math.max(0, ...times);
}

/** Asks every 100 ms until there is an answer. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
}
