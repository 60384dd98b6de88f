import { setTimeout as sleep } from "node:timers/promises";
import { errorText } from "../errors/errorText.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { awaitApplied, type Change } from "../rollout/applied.ts";
import { collectEvidence } from "../rollout/evidence.ts";
import { follow } from "../rollout/follow.ts";
import { followJob } from "../rollout/jobs/follow.ts";
import { deadlineSeconds, workloadOf, type Manifest } from "../rollout/manifest.ts";
import type { WorkloadRef } from "../rollout/verdict.ts";
import { evidenceText, lineOf, type Line } from "./lines.ts";

/** Log lines kept of each container; Pulumi's display is no place for more. */
const evidenceLines = 50;

const lastWordMs = 1_000;
/** Of a failure it is the cause: awaited longer. */
const lastWordOfFailureMs = 5_000;

/** Resolves when Pulumi has the line, or cannot have it; never rejects. */
export type Say = (line: Line) => Promise<void>;

/** The rollouts that a running `pulumi up` is busy with. Nothing here stops it: it only says what Pulumi does not. */
export class WatchedRollouts {
  readonly #cluster: Cluster;
  readonly #say: Say;
  readonly #running = new Map<string, { abort: AbortController; ended: Promise<void> }>();

  constructor(cluster: Cluster, say: Say) {
    this.#cluster = cluster;
    this.#say = say;
  }

  /** Begins to follow, in the background, a workload that Pulumi is about to apply. */
  begin(urn: string, change: Change, kind: WorkloadRef["kind"] = "Deployment"): void {
    const workload = workloadOf(change.inputs, kind);
    if (workload === undefined) return;
    const abort = new AbortController();
    this.end(urn);
    const following = kind === "Job" ? this.#followJob.bind(this) : this.#follow.bind(this);
    const ended = following(workload, change, abort.signal).catch((error: unknown) => {
      if (abort.signal.aborted) return;
      const why = errorText(error);
      void this.#say({ level: "warning", text: `${workload.name} is not followed: ${why}` });
    });
    this.#running.set(urn, { abort, ended });
  }

  end(urn: string): void {
    this.#running.get(urn)?.abort.abort();
    this.#running.delete(urn);
  }

  /** Ends once the rollout is through: Pulumi may see that a moment before us. */
  async complete(urn: string): Promise<void> {
    await this.#lastWord(urn, lastWordMs);
  }

  /** Ends once a job has failed for us too; a Deployment may not have, where Pulumi's own time is up. */
  async fail(urn: string, kind: WorkloadRef["kind"]): Promise<void> {
    await this.#lastWord(urn, kind === "Job" ? lastWordOfFailureMs : 0);
  }

  async #lastWord(urn: string, waitMs: number): Promise<void> {
    await Promise.race([this.#running.get(urn)?.ended, sleep(waitMs, undefined, { ref: false })]);
    this.end(urn);
  }

  /** Says why it failed, while its pods are still there. */
  async explain(inputs: Manifest, kind: WorkloadRef["kind"] = "Deployment"): Promise<void> {
    const workload = workloadOf(inputs, kind);
    if (workload === undefined) return;
    const evidence = await collectEvidence(this.#cluster, workload, { redact: [], maxLines: evidenceLines });
    // A warning, for the error itself is told by Pulumi. Awaited: what is not said when the hook ends may be lost.
    await this.#say({ level: "warning", text: evidenceText(evidence) });
  }

  /** What it logs, and how it ends; the error itself is Pulumi's. */
  async #followJob(workload: WorkloadRef, { inputs }: Change, signal: AbortSignal): Promise<void> {
    const emit = (event: Parameters<typeof lineOf>[0]) => {
      const line = lineOf(event);
      if (line !== undefined && !signal.aborted) void this.#say(line);
    };
    await followJob(this.#cluster, workload, { emit, signal, deadlineSeconds: deadlineSeconds(inputs) });
  }

  async #follow(workload: WorkloadRef, change: Change, signal: AbortSignal): Promise<void> {
    const minGeneration = await awaitApplied(this.#cluster, workload, change, signal);
    const emit = (event: Parameters<typeof lineOf>[0]) => {
      const line = lineOf(event);
      if (line !== undefined && !signal.aborted) void this.#say(line);
    };
    const time = { deadlineSeconds: deadlineSeconds(change.inputs), minGeneration };
    const status = await follow(this.#cluster, workload, { emit, signal, ...time });
    if (status.phase === "complete") return;
    // No error: Pulumi fails an update that logs one, and this is for the operator to decide.
    await this.#say({
      level: "warning",
      text: `${workload.name} is ${status.phase === "timedOut" ? "out of time" : "doomed"}: ${status.message}. Ctrl-C once ends this update; then go back to the last good version: release rollback ${workload.name}`,
    });
  }
}
