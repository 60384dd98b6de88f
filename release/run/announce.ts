import type { V1CronJob, V1Job } from "@kubernetes/client-node";
import { apiStatus } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { asker } from "../../cluster/request.ts";
import { cronJobNamed } from "../schedule.ts";

/** The controller writes there too. */
const tries = 5;

/**
 * Makes a run known to its CronJob as one of its own that goes on. Kubernetes does not look for Jobs that others began:
 * at its next time it would begin another beside it, whatever the concurrency policy says.
 * @returns why it could not; undefined where it could
 */
export async function announce(cluster: Cluster, cronJob: V1CronJob, job: V1Job): Promise<string | undefined> {
  const { namespace = "", name = "" } = cronJob.metadata ?? {};
  const ask = asker(cluster);
  for (let left = tries; ; left -= 1) {
    const live = await cronJobNamed(cluster, namespace, name);
    if (live === undefined) return "the CronJob is gone";
    const active = live.status?.active ?? [];
    if (active.some(({ uid }) => uid === job.metadata?.uid)) return undefined;
    const reference = {
      apiVersion: "batch/v1",
      kind: "Job",
      namespace,
      name: job.metadata?.name,
      uid: job.metadata?.uid,
    };
    try {
      await ask(`/apis/batch/v1/namespaces/${namespace}/cronjobs/${name}/status`, {
        patch: [
          { op: "test", path: "/metadata/resourceVersion", value: live.metadata?.resourceVersion },
          { op: "add", path: "/status/active", value: [...active, reference] },
        ],
      });
      return undefined;
    } catch (error) {
      const moved = [409, 422].includes(apiStatus(error)?.code ?? 0);
      if (!moved || left <= 1) return apiStatus(error)?.message ?? String(error);
    }
  }
}
