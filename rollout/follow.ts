import { setTimeout as sleep } from "node:timers/promises";
import type { Emit } from "./events.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { clusterEventFeed } from "./clusterEvents.ts";
import { Cleaner, podSpecs } from "./evidence/clean.ts";
import type { Patience } from "./limits.ts";
import { observe } from "./observe.ts";
import { limitsOf } from "./patience.ts";
import { PodLogs } from "./podLogs.ts";
import { viewPods } from "./pods.ts";
import { remember } from "./seen.ts";
import { emptySnapshot, restartsOfHealthyPods, type RolloutSnapshot, type RolloutStart } from "./snapshot.ts";
import { status } from "./status.ts";
import { duration } from "./time.ts";
import type { Cause, RolloutStatus, WorkloadRef } from "./verdict.ts";

export interface FollowOptions {
  /** Hears `rollout` on each change and once a second, `clusterEvent`, `podLog` and, about the connection, `note`. */
  emit: Emit;
  /** Ends following with an AbortError; the rollout itself goes on. */
  signal?: AbortSignal;
  /** Time for the whole rollout, in seconds, from now. */
  deadlineSeconds: number;
  /** `metadata.generation` of the Deployment as applied: an older status is not taken for this rollout's. Default: whatever is there. */
  minGeneration?: number;
  /** Default: the Deployment's own patience. */
  limits?: Partial<Patience>;
}

const heartbeatMs = 1000;
/** How long a verdict waits for the log lines that go with it. */
const logPatienceMs = 300;

/**
 * Follows a Deployment until it is complete, failed or timed out. Survives a lost API server until the deadline.
 *
 * @throws DOMException AbortError when `signal` is aborted, and nothing else
 */
export async function follow(cluster: Cluster, workload: WorkloadRef, options: FollowOptions): Promise<RolloutStatus> {
  const { promise, resolve, reject } = Promise.withResolvers<RolloutStatus>();
  const rollout = new FollowedRollout(cluster, workload, options);
  let ended = false;
  const look = () => {
    if (ended) return;
    const verdict = rollout.look(observation.snapshot(), observation.trouble());
    if (verdict === undefined) return;
    ended = true;
    void verdict.then(resolve);
  };
  const abort = () => {
    // A verdict that is being put into words is one.
    if (!ended) reject(new DOMException(`no longer following ${workload.namespace}/${workload.name}`, "AbortError"));
  };
  const observation = observe(cluster, workload, look);
  const heartbeat = setInterval(look, heartbeatMs);
  const deadline = setTimeout(look, options.deadlineSeconds * 1000 + 1);
  options.signal?.addEventListener("abort", abort, { once: true });
  if (options.signal?.aborted === true) abort();
  try {
    const verdict = await promise;
    if (verdict.phase !== "complete") await Promise.race([rollout.logs.settled(), sleep(logPatienceMs)]);
    return verdict;
  } finally {
    clearInterval(heartbeat);
    clearTimeout(deadline);
    options.signal?.removeEventListener("abort", abort);
    observation.stop();
  }
}

/** What is remembered between two looks at a rollout: only to tell what is new to whoever watches. */
class FollowedRollout {
  readonly logs: PodLogs;
  readonly #workload: WorkloadRef;
  readonly #deadlineSeconds: number;
  readonly #patience: Partial<Patience>;
  readonly #emit: Emit;
  readonly #cleaner: Cleaner;
  readonly #feed: (snapshot: RolloutSnapshot) => void;
  #start: RolloutStart;
  #begun = false;
  #told = { text: "", at: 0 };
  #trouble: string | undefined;

  constructor(cluster: Cluster, workload: WorkloadRef, options: FollowOptions) {
    const { emit, minGeneration } = options;
    const at = Date.now();
    this.#workload = workload;
    this.#deadlineSeconds = options.deadlineSeconds;
    this.#patience = options.limits ?? {};
    this.#emit = emit;
    this.#start = { at, restarts: new Map(), ...(minGeneration === undefined ? {} : { minGeneration }) };
    this.#cleaner = new Cleaner(cluster, workload.namespace);
    this.#feed = clusterEventFeed(workload, at, this.#cleaner, emit);
    this.logs = new PodLogs(cluster, workload, this.#cleaner, emit);
  }

  /** The verdict once there is one. */
  look(snapshot: RolloutSnapshot | undefined, trouble: string | undefined): Promise<RolloutStatus> | undefined {
    const now = Date.now();
    const seen = snapshot ?? emptySnapshot(this.#workload);
    if (snapshot !== undefined && !this.#begun) {
      this.#begun = true;
      this.#start = { ...this.#start, restarts: restartsOfHealthyPods(snapshot) };
    }
    if (snapshot !== undefined) this.#start = { ...this.#start, seen: remember(this.#start.seen, snapshot, now) };
    const limits = { ...limitsOf(seen, this.#deadlineSeconds), ...this.#patience };
    const seenNothing = snapshot === undefined && trouble === undefined;
    const verdict = withTrouble(status(seen, limits, now, this.#start), trouble, snapshot !== undefined);
    this.#tellTrouble(trouble, now);
    // Before the first look at the cluster there is nothing to tell, least of all that something is missing.
    if (seenNothing && verdict.phase === "progressing") return undefined;
    this.#feed(seen);
    this.logs.look(seen);
    if (verdict.cause !== undefined) return this.#conclude(verdict, verdict.cause, seen, now);
    this.#tell(verdict, seen, now);
    return verdict.phase === "progressing" ? undefined : Promise.resolve(verdict);
  }

  /** A cause tells what probes and hooks printed and the API server said: the application's own words, and its secrets. */
  async #conclude(
    { message, ...verdict }: RolloutStatus,
    cause: Cause,
    snapshot: RolloutSnapshot,
    now: number,
  ): Promise<RolloutStatus> {
    const clean = await this.#cleaner.by(podSpecs(snapshot));
    const cleaned = { ...verdict, message: clean(message), cause: { ...cause, message: clean(cause.message) } };
    this.#tell(cleaned, snapshot, now);
    return cleaned;
  }

  #tell(verdict: RolloutStatus, snapshot: RolloutSnapshot, now: number): void {
    const pods = viewPods(snapshot, now);
    const text = JSON.stringify([verdict, pods]);
    if (text === this.#told.text && now - this.#told.at < heartbeatMs - 50) return;
    this.#told = { text, at: now };
    const elapsedSeconds = (now - this.#start.at) / 1000;
    const deadlineSeconds = this.#deadlineSeconds;
    this.#emit({
      type: "rollout",
      at: now,
      workload: this.#workload,
      status: verdict,
      pods,
      elapsedSeconds,
      deadlineSeconds,
    });
  }

  #tellTrouble(trouble: string | undefined, at: number): void {
    if ((trouble === undefined) === (this.#trouble === undefined)) return;
    this.#trouble = trouble;
    const { namespace } = this.#workload;
    const left = duration(this.#deadlineSeconds - (at - this.#start.at) / 1000);
    const message =
      trouble === undefined
        ? `the API server answers again in namespace ${namespace}`
        : `the API server does not answer in namespace ${namespace} (${trouble}); trying on for ${left}`;
    this.#emit({ type: "note", at, level: trouble === undefined ? "info" : "warning", message });
  }
}

/** When we could not see, a time that ran out says little of the release. */
function withTrouble(verdict: RolloutStatus, trouble: string | undefined, seen: boolean): RolloutStatus {
  if (verdict.phase !== "timedOut" || verdict.cause === undefined || trouble === undefined) return verdict;
  const said = seen ? verdict.message : verdict.message.replace(/: [^:]*$/, "");
  const message = `${said}; the API server does not answer (${trouble})`;
  return { ...verdict, message, cause: { ...verdict.cause, message } };
}
