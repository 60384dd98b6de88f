import { setTimeout as sleep } from "node:timers/promises";
import type { StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { errorText } from "../errors/errorText.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { awaitApplied, type Change } from "../rollout/applied.ts";
import type { follow } from "../rollout/follow.ts";
import { followJob } from "../rollout/jobs/follow.ts";
import { jobFacts } from "../rollout/jobs/job.ts";
import type { JobStatus } from "../rollout/jobs/status.ts";
import { deadlineSeconds, skipsAwait, workloadOf, type Manifest } from "../rollout/manifest.ts";
import type { RolloutStatus, WorkloadRef } from "../rollout/verdict.ts";
import type { StepFailure } from "./engine.ts";
import type { Emit, ResourceStep } from "./events.ts";

export interface FollowersOptions {
  cluster: () => Cluster;
  follow: typeof follow;
  emit: Emit;
  /** Hears once of each workload that is doomed or out of time. */
  doomed: (failure: StepFailure) => void;
}

interface Following {
  abort: AbortController;
  ended: Promise<void>;
  kind: WorkloadRef["kind"];
}

const lastWordMs = 2_000;

/** Follows each Deployment and each job of a release while Pulumi works on it: Pulumi itself waits until its timeout, whatever the pods say. */
export class Followers {
  readonly #options: FollowersOptions;
  readonly #running = new Map<string, Following>();

  constructor(options: FollowersOptions) {
    this.#options = options;
  }

  /** Begins when Pulumi begins with a Deployment or a Job. */
  begin(step: ResourceStep, metadata: StepEventMetadata): void {
    const inputs: Manifest = metadata.new?.inputs ?? {};
    const workload = followedWorkload(metadata);
    if (workload === undefined || skipsAwait(inputs)) return;
    const abort = new AbortController();
    this.#running.get(step.urn)?.abort.abort();
    const following = workload.kind === "Job" ? this.#followJob.bind(this) : this.#follow.bind(this);
    const ended = following(step, workload, { inputs, before: metadata.old?.inputs }, abort.signal).catch(
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const message = `${workload.namespace}/${workload.name} is not followed: ${errorText(error)}`;
        this.#options.emit({ type: "note", at: Date.now(), level: "warning", message });
      },
    );
    this.#running.set(step.urn, { abort, ended, kind: workload.kind });
  }

  /** Whether it is a job that is still followed: its end is about to be told. */
  explains(urn: string): boolean {
    return this.#running.get(urn)?.kind === "Job";
  }

  /** The end of each job is waited for that long. */
  async settleJobs(): Promise<void> {
    const jobs = [...this.#running.values()].filter(({ kind }) => kind === "Job");
    await Promise.race([Promise.all(jobs.map(({ ended }) => ended)), sleep(lastWordMs, undefined, { ref: false })]);
  }

  /** Ends when Pulumi has failed with it. */
  end(urn: string): void {
    this.#running.get(urn)?.abort.abort();
    this.#running.delete(urn);
  }

  /** Pulumi may see a moment before us that a rollout is complete: our own last word is waited for that long. */
  async settle(): Promise<void> {
    const all = Promise.all([...this.#running.values()].map(({ ended }) => ended));
    await Promise.race([all, sleep(lastWordMs, undefined, { ref: false })]);
  }

  endAll(): void {
    for (const urn of [...this.#running.keys()]) this.end(urn);
  }

  async #followJob(step: ResourceStep, workload: WorkloadRef, { inputs }: Change, signal: AbortSignal): Promise<void> {
    const { emit, doomed } = this.#options;
    const time = { deadlineSeconds: deadlineSeconds(inputs) };
    const status = await followJob(this.#options.cluster(), workload, { emit, signal, ...time });
    if (status !== undefined && status.phase !== "succeeded") doomed(jobFailure(step, workload, status));
  }

  async #follow(step: ResourceStep, workload: WorkloadRef, change: Change, signal: AbortSignal): Promise<void> {
    const { follow, emit, doomed } = this.#options;
    const cluster = this.#options.cluster();
    const minGeneration = await awaitApplied(cluster, workload, change, signal);
    const time = { deadlineSeconds: deadlineSeconds(change.inputs), minGeneration };
    const status = await follow(cluster, workload, { emit, signal, ...time });
    if (status.phase !== "complete") doomed(failureOf(step, workload, status));
  }
}

/**
 * The Deployment or Job that a step is about; undefined for others, and for one in a cluster of its own provider. Of a
 * replacement it is the step that makes the new one: `replace` only says that this has been done.
 */
export function followedWorkload({ op, type, new: next }: StepEventMetadata): WorkloadRef | undefined {
  const kind = followedKinds[type];
  if (kind === undefined || !/^(create|update|create-replacement)$/.test(op)) return undefined;
  if (!/::default(_\w+)?::/.test(next?.provider ?? "")) return undefined;
  const inputs = next?.inputs ?? {};
  return kind === "Job" && jobFacts(inputs) === undefined ? undefined : workloadOf(inputs, kind);
}

const followedKinds: Partial<Record<string, WorkloadRef["kind"]>> = {
  "kubernetes:apps/v1:Deployment": "Deployment",
  "kubernetes:batch/v1:Job": "Job",
};

function jobFailure(step: ResourceStep, workload: WorkloadRef, { phase, message, cause }: JobStatus): StepFailure {
  const blame = cause === undefined ? {} : { cause };
  return { step, message, workload, timedOut: phase === "timedOut", ...blame };
}

function failureOf(step: ResourceStep, workload: WorkloadRef, status: RolloutStatus): StepFailure {
  return {
    step,
    message: status.cause?.message ?? status.message,
    workload,
    timedOut: status.phase === "timedOut",
    ...(status.cause === undefined ? {} : { cause: status.cause }),
  };
}
