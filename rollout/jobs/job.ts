import type { V1Job, V1Pod } from "@kubernetes/client-node";
import type { RolloutSnapshot } from "../snapshot.ts";
import type { WorkloadRef } from "../verdict.ts";
import type { CoreV1Event } from "@kubernetes/client-node";

/**
 * When a release runs one: before its pods, once they serve, or to take back what another did. `run`: a schedule's, begun
 * by hand.
 */
export type JobRuns = "before" | "after" | "undo" | "run";

/** How older versions of the service go with what the job did: as it is, once it is undone, or not at all. */
export type OlderVersions = "yes" | "undone" | "no";

/** Which job of which service, as its Job tells (components/objects/job.ts). */
export interface JobFacts {
  service: string;
  job: string;
  runs: JobRuns;
  older: OlderVersions;
}

/** What one Job looked like at one moment. */
export interface JobSnapshot {
  workload: WorkloadRef;
  /** Absent until it is made. */
  job?: V1Job;
  /** Oldest first. */
  pods: V1Pod[];
  /** About the Job and its pods; read only where pods wait. */
  events: CoreV1Event[];
}

interface Labelled {
  metadata?: unknown;
}

/** Undefined for a Job that nobody here has begun. */
export function jobFacts({ metadata }: Labelled): JobFacts | undefined {
  const { labels, annotations } = (metadata ?? {}) as Partial<
    Record<"labels" | "annotations", Record<string, unknown>>
  >;
  const [service, job, runs] = ["service", "job", "job-runs"].map((key) => labels?.[`releases/${key}`]);
  if (typeof service !== "string" || typeof job !== "string" || !isRuns(runs)) return undefined;
  const told = annotations?.["releases/older-versions"];
  return { service, job, runs, older: told === "yes" || told === "undone" ? told : "no" };
}

function isRuns(text: unknown): text is JobRuns {
  return text === "before" || text === "after" || text === "undo" || text === "run";
}

/** The same as a rollout's, for what is said of pods that cannot start: its pods are all of one template. */
export function asRollout({ workload, job, pods, events }: JobSnapshot): RolloutSnapshot {
  if (job === undefined) return { workload, replicaSets: [], pods: [], events: [], claims: [] };
  const { metadata, spec } = job;
  const owner = { ...(metadata === undefined ? {} : { metadata }), spec: { template: spec?.template } };
  return {
    workload,
    deployment: owner as NonNullable<RolloutSnapshot["deployment"]>,
    replicaSets: [owner as RolloutSnapshot["replicaSets"][number]],
    pods,
    events,
    claims: [],
  };
}
