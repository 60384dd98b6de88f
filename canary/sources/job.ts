import { setTimeout as sleep } from "node:timers/promises";
import { apiProblem, isConflict } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { followJob } from "../../rollout/jobs/follow.ts";
import type { Judgement } from "../check.ts";
import { jobJudgement } from "../judges/job.ts";
import { checkJob, jobName, jobSelector, type JobAsked } from "./jobManifest.ts";

/** Beside the Job's own deadline: for its pod to be made, and its end to be seen. In seconds. */
const marginSeconds = 60;
const againMs = 5_000;

/**
 * Runs the Job of one check in one step, and tells what it comes to. A Job of the same step that is there already is
 * followed: whoever began it was killed. Those of former steps are taken away, and this one too, in the end.
 */
export async function runCheckJob(
  cluster: Cluster,
  asking: () => Promise<JobAsked>,
  tell: (judgement: Judgement) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const asked = await asking();
      await begin(cluster, asked);
      try {
        tell(await followed(cluster, asked, signal));
        return;
      } finally {
        await remove(cluster, asked.namespace, jobName(asked));
      }
    } catch (error) {
      tell({ verdict: "unsure", message: apiProblem(error, "running the check's Job").message });
    }
    await sleep(againMs, undefined, { signal }).catch(() => undefined);
  }
}

async function begin(cluster: Cluster, asked: JobAsked): Promise<void> {
  const { namespace, service } = asked;
  const name = jobName(asked);
  const { items } = await cluster.batch.listNamespacedJob({ namespace, labelSelector: jobSelector(asked) });
  const former = items.flatMap(({ metadata }) => metadata?.name ?? []).filter((one) => one !== name);
  await Promise.all(former.map((one) => remove(cluster, namespace, one)));
  const canary = await cluster.apps.readNamespacedDeployment({ namespace, name: `${service}-canary` });
  try {
    await cluster.batch.createNamespacedJob({ namespace, body: checkJob(canary, asked) });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

async function followed(cluster: Cluster, asked: JobAsked, signal: AbortSignal): Promise<Judgement> {
  const { namespace, deadline } = asked;
  const lines: string[] = [];
  const status = await followJob(
    cluster,
    { kind: "Job", namespace, name: jobName(asked) },
    {
      emit: (event) => {
        if (event.type === "podLog") lines.push(event.line);
      },
      signal,
      deadlineSeconds: deadline + marginSeconds,
      finished: true,
    },
  );
  return status === undefined ? { verdict: "unsure", message: "it has ended" } : jobJudgement(status, lines);
}

/** Its pods too. What cannot be taken away now goes by itself. */
async function remove(cluster: Cluster, namespace: string, name: string): Promise<void> {
  await cluster.batch.deleteNamespacedJob({ namespace, name, propagationPolicy: "Background" }).catch(() => undefined);
}
