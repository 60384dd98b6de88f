import { PassThrough } from "node:stream";
import { Log, type V1Pod } from "@kubernetes/client-node";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { loadImage } from "../../lab/images/tags.ts";
import { loadArguments } from "../../lab/load.ts";

/** What the load generator (wrk) counted. Every request that did not end with a good answer is a failed one. */
export interface LoadResult {
  sent: number;
  failed: number;
  p50Ms: number;
  p99Ms: number;
  errors: Record<string, number>;
}

export interface LoadPlan {
  /** `new-connections`: names the pod. */
  name: string;
  namespace: string;
  url: string;
  keepAlive: boolean;
  connections: number;
  /** Requests a second, over all connections. */
  rate: number;
  /** It ends by itself after this time, in seconds. */
  seconds: number;
}

export interface RunningLoad {
  /** Ends it now and returns what it counted. */
  stop(): Promise<LoadResult>;
}

const startMs = 30_000;

/** Runs wrk as a pod beside the services: the same way traffic takes on any cluster. */
export async function startLoad(cluster: Cluster, plan: LoadPlan): Promise<RunningLoad> {
  const { namespace } = plan;
  const name = `load-${plan.name}`;
  await cluster.core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 }).catch(() => undefined);
  await gone(cluster, namespace, name);
  try {
    await cluster.core.createNamespacedPod({ namespace, body: loadPod(name, plan) });
  } catch (error) {
    throw apiProblem(error, `starting the load generator in namespace ${namespace}`);
  }
  await running(cluster, namespace, name);
  const output = new PassThrough();
  let text = "";
  output.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  await new Log(cluster.kubeConfig).log(namespace, name, "load", output, { follow: true });
  const ended = new Promise<void>((resolve) => output.on("close", resolve).on("end", resolve));
  return {
    async stop() {
      await cluster.core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 20 });
      await ended;
      return parseLoadResult(text);
    },
  };
}

/** The generator's one line of JSON. @throws Error where it printed something else */
export function parseLoadResult(text: string): LoadResult {
  const line = text.split("\n").find((candidate) => candidate.startsWith("{"));
  if (line === undefined) throw new Error(`the load generator printed no result: ${text.slice(-500)}`);
  return JSON.parse(line) as LoadResult;
}

function loadPod(name: string, plan: LoadPlan): V1Pod {
  return {
    metadata: { name, namespace: plan.namespace, labels: { "app.kubernetes.io/name": "load" } },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      activeDeadlineSeconds: plan.seconds + 30,
      terminationGracePeriodSeconds: 20,
      containers: [
        {
          name: "load",
          image: loadImage,
          args: loadArguments(plan),
          resources: { requests: { cpu: "50m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
        },
      ],
    },
  };
}

async function running(cluster: Cluster, namespace: string, name: string): Promise<void> {
  for (const until = Date.now() + startMs; Date.now() < until;) {
    const pod = await cluster.core.readNamespacedPod({ namespace, name });
    if (pod.status?.phase === "Running") return;
    if (pod.status?.phase === "Failed") break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the load generator ${namespace}/${name} did not start within ${startMs / 1000} s`);
}

async function gone(cluster: Cluster, namespace: string, name: string): Promise<void> {
  for (;;) {
    try {
      await cluster.core.readNamespacedPod({ namespace, name });
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Two runs as one: counts added, latencies the worse of the two. */
export function addLoad(results: readonly LoadResult[]): LoadResult {
  const errors: Record<string, number> = {};
  for (const result of results) {
    for (const [kind, count] of Object.entries(result.errors)) errors[kind] = (errors[kind] ?? 0) + count;
  }
  return {
    sent: results.reduce((sum, { sent }) => sum + sent, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
    p50Ms: Math.max(0, ...results.map(({ p50Ms }) => p50Ms)),
    p99Ms: Math.max(0, ...results.map(({ p99Ms }) => p99Ms)),
    errors,
  };
}
