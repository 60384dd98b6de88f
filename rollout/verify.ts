import type { Cluster } from "../cluster/cluster.ts";
import { blockedBy } from "./causes.ts";
import { contextOf } from "./causes/context.ts";
import { Cleaner, podSpecs } from "./evidence/clean.ts";
import type { Emit } from "./events.ts";
import { observe } from "./observe.ts";
import { limitsOf } from "./patience.ts";
import { remember } from "./seen.ts";
import { probeService, type ServiceProbe } from "./serviceProbe.ts";
import { restartsOfHealthyPods, type RolloutSnapshot, type RolloutStart } from "./snapshot.ts";
import { status } from "./status.ts";
import { tellDoomed } from "./tellDoomed.ts";
import { duration } from "./time.ts";
import type { Cause, RolloutStatus, WorkloadRef } from "./verdict.ts";

export interface VerifyOptions {
  /** How long the workload has to stay healthy, in seconds: its minReadySeconds, say. */
  seconds: number;
  /** Asked from outside the pods, through the API server, where the operator may do that. Default: not asked. */
  probe?: ServiceProbe;
  /** Hears of what is found unhealthy as of a rollout that is doomed: `rollout`, `clusterEvent`, `podLog`. */
  emit: Emit;
}

export interface VerifyResult {
  healthy: boolean;
  message: string;
  cause?: Cause;
  /** What could not be looked at, and why. */
  notes: string[];
}

/** How long a pod may be away (a node drained, an autoscaler adding one) when the time is over, in seconds. */
const patienceSeconds = 20;

const heartbeatMs = 1000;

/** How it stands with the pods alone. */
interface Health extends VerifyResult {
  /** Whether any pod is there to be asked. */
  serves: boolean;
  snapshot?: RolloutSnapshot;
  /** What it is found to be where it is not healthy. */
  doomed?: RolloutStatus;
}

/** Whether a workload that rolled out is still healthy after some time, and its service answers. */
export async function verify(cluster: Cluster, workload: WorkloadRef, options: VerifyOptions): Promise<VerifyResult> {
  const since = Date.now();
  const { serves, doomed, snapshot, ...health } = await staysHealthy(cluster, workload, options.seconds);
  if (doomed !== undefined && snapshot !== undefined) {
    const time = { since, patienceSeconds: options.seconds + patienceSeconds };
    await tellDoomed(cluster, workload, { snapshot, status: doomed, ...time }, options.emit);
  }
  const result = serves ? await answers(cluster, workload, options.probe, health) : health;
  if (result.healthy && result.notes.length === 0) return result;
  // It tells what probes printed and the service answered: the application's own words, and its secrets.
  const clean = await new Cleaner(cluster, workload.namespace).by(snapshot === undefined ? [] : podSpecs(snapshot));
  const { message, notes, cause } = result;
  return {
    ...result,
    message: clean(message),
    notes: notes.map(clean),
    ...(cause === undefined ? {} : { cause: { ...cause, message: clean(cause.message) } }),
  };
}

async function answers(
  cluster: Cluster,
  { namespace }: WorkloadRef,
  probe: ServiceProbe | undefined,
  health: VerifyResult,
): Promise<VerifyResult> {
  if (probe === undefined) return health;
  const probed = await probeService(cluster, namespace, probe);
  if (probed.answered === undefined) return { ...health, notes: [probed.note] };
  if (!probed.answered) return { healthy: false, message: probed.message, notes: [] };
  return { ...health, message: `${health.message}, the service answers in ${Math.round(probed.seconds * 1000)} ms` };
}

async function staysHealthy(cluster: Cluster, workload: WorkloadRef, seconds: number): Promise<Health> {
  const { promise, resolve } = Promise.withResolvers<Health>();
  let start: RolloutStart = { at: Date.now(), restarts: new Map() };
  const look = () => {
    const snapshot = observation.snapshot();
    const now = Date.now();
    const elapsed = (now - start.at) / 1000;
    const isOver = elapsed >= seconds + patienceSeconds;
    if (snapshot === undefined) {
      const why = observation.trouble() ?? "no answer";
      if (isOver)
        resolve({
          healthy: true,
          serves: false,
          message: "rolled out",
          notes: [`not verified: the API server does not answer (${why})`],
        });
      return;
    }
    if (start.restarts.size === 0) start = { ...start, restarts: restartsOfHealthyPods(snapshot) };
    start = { ...start, seen: remember(start.seen, snapshot, now) };
    const limits = limitsOf(snapshot);
    const verdict = status(snapshot, limits, now, start);
    const cause = verdict.cause ?? (isOver ? blockedBy(contextOf(snapshot, limits, now, start)) : undefined);
    if (verdict.phase === "failed" || (isOver && verdict.phase !== "complete")) {
      const message = `rolled out, but no longer healthy: ${cause?.message ?? verdict.message}`;
      resolve({
        healthy: false,
        serves: false,
        snapshot,
        message,
        notes: [],
        ...(cause === undefined ? {} : { cause, doomed: { ...verdict, phase: "failed", message, cause } }),
      });
    } else if (verdict.phase === "complete" && elapsed >= seconds) {
      resolve({
        healthy: true,
        serves: verdict.counts.available > 0,
        snapshot,
        message: `${verdict.message}${seconds > 0 ? ` for ${duration(seconds)}` : ""}`,
        notes: [],
      });
    }
  };
  const observation = observe(cluster, workload, look);
  const timers = [seconds, seconds + patienceSeconds].map((after) => setTimeout(look, after * 1000 + 1));
  // An end that a probe may explain waits for its event, which may never come.
  const heartbeat = setInterval(look, heartbeatMs);
  try {
    return await promise;
  } finally {
    clearInterval(heartbeat);
    timers.forEach(clearTimeout);
    observation.stop();
  }
}
