import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../cluster/cluster.ts";
import { clusterEventFeed } from "./clusterEvents.ts";
import { cleaned, Cleaner, podSpecs } from "./evidence/clean.ts";
import type { Emit } from "./events.ts";
import { PodLogs } from "./podLogs.ts";
import { viewPods } from "./pods.ts";
import type { RolloutSnapshot } from "./snapshot.ts";
import type { RolloutStatus, WorkloadRef } from "./verdict.ts";

/** How long the verdict waits for the log lines that go with it. */
const logPatienceMs = 2000;

interface Doomed {
  snapshot: RolloutSnapshot;
  status: RolloutStatus;
  /** Since when its events count, in ms since 1970. */
  since: number;
  /** Time that it had, in seconds. */
  patienceSeconds: number;
}

/**
 * Tells of a workload that is found doomed outside of following it, as following it would have: the cluster's warnings, the
 * last words of its containers, the verdict.
 */
export async function tellDoomed(cluster: Cluster, workload: WorkloadRef, doomed: Doomed, emit: Emit): Promise<void> {
  const { snapshot, status, since, patienceSeconds } = doomed;
  const cleaner = new Cleaner(cluster, workload.namespace);
  const clean = await cleaner.by(podSpecs(snapshot));
  clusterEventFeed(workload, since, cleaner, emit)(snapshot);
  const logs = new PodLogs(cluster, workload, cleaner, emit);
  logs.look(snapshot);
  await Promise.race([logs.settled(), sleep(logPatienceMs, undefined, { ref: false })]);
  const now = Date.now();
  emit({
    type: "rollout",
    at: now,
    workload,
    status: cleaned(status, clean),
    pods: viewPods(snapshot, now),
    elapsedSeconds: (now - since) / 1000,
    deadlineSeconds: patienceSeconds,
  });
}
