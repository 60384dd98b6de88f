import { setTimeout as sleep } from "node:timers/promises";
import type { Problem } from "../errors/problem.ts";
import { tryGet, type Api } from "./api.ts";
import type { Placed } from "./apply.ts";

/** Something of the lab's own that runs in its cluster, in one pod. */
export interface LabServer {
  name: string;
  namespace: string;
  /** Image, arguments, ports, probe. */
  container: object;
  /** What else its pod needs: account, volumes. */
  pod?: object;
}

interface Deployment {
  metadata: { generation: number };
  spec: { replicas: number };
  status?: { observedGeneration?: number; replicas?: number; updatedReplicas?: number; availableReplicas?: number };
}

const nothingOfRoots = {
  runAsNonRoot: true,
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

export function serverLabels({ name }: Pick<LabServer, "name">): Record<string, string> {
  return { "k8s-app": name };
}

/** Its Deployment: one pod, which needs nothing of root's. */
export function serverDeployment({ name, namespace, container, pod = {} }: LabServer): Placed {
  const labels = serverLabels({ name });
  const spec = { ...pod, containers: [{ name, ...container, securityContext: nothingOfRoots }] };
  return {
    path: deploymentPath({ name, namespace }),
    object: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace, labels },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
  };
}

function deploymentPath({ name, namespace }: Pick<LabServer, "name" | "namespace">): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
}

/** Waits until its pod is the one that was declared last, and is ready. */
export async function serverRuns(
  api: Api,
  server: Pick<LabServer, "name" | "namespace">,
  failed: (why: string) => Problem,
): Promise<void> {
  const until = performance.now() + 60_000;
  while (!isRolledOut(await tryGet(api, deploymentPath(server)))) {
    if (performance.now() > until) throw failed("its pod was not ready within 60 s");
    await sleep(200);
  }
}

/** Pure: are all pods of this Deployment of its present template, and available? */
export function isRolledOut(deployment: unknown): boolean {
  if (deployment === undefined) return false;
  const { metadata, spec, status = {} } = deployment as Deployment;
  const { observedGeneration = 0, replicas, updatedReplicas, availableReplicas } = status;
  return (
    observedGeneration >= metadata.generation &&
    [replicas, updatedReplicas, availableReplicas].every((count) => count === spec.replicas)
  );
}
