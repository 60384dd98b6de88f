import type { V1CronJob, V1Job } from "@kubernetes/client-node";
import { cronJobStatus, deploymentStatus, type LiveStatus } from "../../release/status.ts";
import { scheduleOf } from "../../release/schedule.ts";
import { limitsOf } from "../../rollout/patience.ts";
import { viewPods } from "../../rollout/pods.ts";
import type { RolloutSnapshot } from "../../rollout/snapshot.ts";
import { status } from "../../rollout/status.ts";
import type { PodView, RolloutStatus } from "../../rollout/verdict.ts";

/** What a service's objects say of it. */
export type SeenStatus = Omit<LiveStatus, "service" | "namespace" | "wanted">;

/** The pods of a Deployment, and where its rollout stands. Pure. */
export function podsOf(snapshot: RolloutSnapshot, now: number): { pods: PodView[]; status: RolloutStatus } {
  return { pods: viewPods(snapshot, now), status: status(snapshot, limitsOf(snapshot), now) };
}

/** As `release status` says it; pods know of a crash loop before the Deployment's deadline has passed. Pure. */
export function deploymentSeen(snapshot: RolloutSnapshot, rollout: RolloutStatus): SeenStatus {
  const seen = deploymentStatus(snapshot.deployment);
  if (seen.state !== "rolling" || rollout.phase !== "failed") return seen;
  return { ...seen, state: "failing", message: rollout.message };
}

/** Pure. @param jobs all of the namespace */
export function scheduleSeen(
  name: string,
  cronJobs: readonly V1CronJob[],
  jobs: readonly V1Job[],
  now: Date,
): SeenStatus {
  const cronJob = cronJobs.find(({ metadata }) => metadata?.name === name);
  const own = jobs.filter((job) => scheduleOf(job) === name);
  return cronJobStatus(cronJob, own, now);
}
