import type { V1Job } from "@kubernetes/client-node";
import { errorText } from "../../errors/errorText.ts";
import { apiStatus, isConflict, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import { frozenJob } from "../../components/objects.ts";
import type { Stack } from "../../parameters/stack.ts";
import { holding, type Freeze } from "../../records/freeze.ts";

/**
 * Scheduled restarts run in the cluster, where nobody is told of a freeze: each looks for a Job that stands as long as its
 * service is frozen. It has nothing to run, and Kubernetes removes it when its time is over.
 * @returns the services whose restarts could not be held, and why
 */
export async function holdRestarts(
  cluster: Cluster,
  { config }: Pick<Stack, "config">,
  freezes: readonly Freeze[],
  now: Date,
): Promise<string[]> {
  const failed: string[] = [];
  for (const service of config.services) {
    if (service.restart === undefined) continue;
    const until = holding(freezes, [service.name]).map((freeze) => Date.parse(freeze.until));
    try {
      await mark(cluster, service, until.length === 0 ? 0 : Math.ceil((Math.max(...until) - now.getTime()) / 1000));
    } catch (error) {
      const why = apiStatus(error)?.message ?? errorText(error);
      failed.push(`${service.name}: ${why}`);
    }
  }
  return failed;
}

/** @param seconds for how long; 0: no more */
async function mark({ batch }: Cluster, service: Service, seconds: number): Promise<void> {
  const { namespace } = service;
  const name = frozenJob(service);
  await batch.deleteNamespacedJob({ namespace, name, propagationPolicy: "Background" }).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
  if (seconds <= 0) return;
  await batch.createNamespacedJob({ namespace, body: marker(service, seconds) }).catch((error: unknown) => {
    // Somebody else has set it in the same moment.
    if (!isConflict(error)) throw error;
  });
}

function marker(service: Service, seconds: number): V1Job {
  const labels = { "app.kubernetes.io/name": frozenJob(service), "app.kubernetes.io/part-of": "releases" };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: frozenJob(service), namespace: service.namespace, labels },
    spec: {
      completions: 0,
      ttlSecondsAfterFinished: seconds,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: "Never",
          securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
          // Kubernetes wants one; with nothing to complete it makes no pod.
          containers: [
            {
              name: "none",
              image: service.restart?.image ?? "",
              command: ["kubectl", "version", "--client"],
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            },
          ],
        },
      },
    },
  };
}
