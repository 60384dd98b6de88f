import { setTimeout as sleep } from "node:timers/promises";
import type { StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import type { Cluster } from "../cluster/cluster.ts";
import { awaitApplied } from "../rollout/applied.ts";
import type { follow } from "../rollout/follow.ts";
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
}

const lastWordMs = 2_000;

/** Follows each Deployment while Pulumi works on it: Pulumi itself waits until its timeout, whatever the pods say. */
export class Followers {
  readonly #options: FollowersOptions;
  readonly #running = new Map<string, Following>();

  constructor(options: FollowersOptions) {
    this.#options = options;
  }

  /** Begins when Pulumi begins with a Deployment. */
  begin(step: ResourceStep, metadata: StepEventMetadata): void {
    const inputs: Manifest = metadata.new?.inputs ?? {};
    const workload = followedWorkload(metadata);
    if (workload === undefined || skipsAwait(inputs)) return;
    const abort = new AbortController();
    this.#running.get(step.urn)?.abort.abort();
    const ended = this.#follow(step, workload, inputs, abort.signal).catch((error: unknown) => {
      if (abort.signal.aborted) return;
      const message = `${workload.namespace}/${workload.name} is not followed: ${error instanceof Error ? error.message : String(error)}`;
      this.#options.emit({ type: "note", at: Date.now(), level: "warning", message });
    });
    this.#running.set(step.urn, { abort, ended });
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

  async #follow(step: ResourceStep, workload: WorkloadRef, inputs: Manifest, signal: AbortSignal): Promise<void> {
    const { follow, emit, doomed } = this.#options;
    const cluster = this.#options.cluster();
    const minGeneration = await awaitApplied(cluster, workload, inputs, signal);
    const time = { deadlineSeconds: deadlineSeconds(inputs), minGeneration };
    const status = await follow(cluster, workload, { emit, signal, ...time });
    if (status.phase !== "complete") doomed(failureOf(step, workload, status));
  }
}

/** The Deployment that a step is about; undefined for others, and for one in a cluster of its own provider. */
export function followedWorkload({ op, type, new: next }: StepEventMetadata): WorkloadRef | undefined {
  if (type !== "kubernetes:apps/v1:Deployment" || !/^(create|update|replace|create-replacement)$/.test(op))
    return undefined;
  if (!/::default(_\w+)?::/.test(next?.provider ?? "")) return undefined;
  return workloadOf(next?.inputs ?? {});
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
