import { createHash } from "node:crypto";
import type { V1CronJob, V1Job } from "@kubernetes/client-node";
import { milliseconds } from "../../rollout/time.ts";
import { endOf } from "../schedule.ts";

/** What becomes of somebody's wish to run a schedule now. */
export type RunDecision =
  /** A new Job of this name. Who asks at the same moment comes to the same name, and Kubernetes makes one of them. */
  | { kind: "begin"; name: string }
  /** It is the same call once more: the run that it asks for is on its way. */
  | { kind: "join"; job: V1Job }
  /** Another goes on, and two must not. */
  | { kind: "busy"; job: V1Job };

/**
 * Decides from what is in the cluster. Pure.
 * @param jobs the schedule's, in any order
 * @param since when it was asked for: whatever was begun by hand after that is what was asked for. Ms since 1970.
 */
export function decideRun(cronJob: V1CronJob, jobs: readonly V1Job[], since: number): RunDecision {
  const byHand = jobs.filter(isByHand).sort((a, b) => createdAt(a) - createdAt(b));
  const newest = byHand.at(-1);
  if (newest !== undefined && imageOf(newest.spec) === imageOf(cronJob.spec.jobTemplate.spec)) {
    // The cluster keeps whole seconds.
    if (endOf(newest) === undefined || createdAt(newest) + 999 >= since) return { kind: "join", job: newest };
  }
  const other = jobs.find((job) => endOf(job) === undefined);
  if (other !== undefined && cronJob.spec.concurrencyPolicy !== "Allow") return { kind: "busy", job: other };
  const { name = "", uid = "" } = cronJob.metadata ?? {};
  const hash = createHash("sha256")
    .update(`${uid}\n${newest?.metadata?.uid ?? ""}`)
    .digest("hex");
  return { kind: "begin", name: `${name}-run-${hash.slice(0, 8)}` };
}

export function isByHand({ metadata }: V1Job): boolean {
  return metadata?.labels?.["releases/job-runs"] === "run";
}

function createdAt({ metadata }: V1Job): number {
  return milliseconds(metadata?.creationTimestamp) ?? 0;
}

function imageOf(spec: V1Job["spec"]): string | undefined {
  return spec?.template.spec?.containers[0]?.image;
}
