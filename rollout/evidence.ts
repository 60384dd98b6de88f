import type { Cluster } from "../cluster/cluster.ts";
import { capture } from "./capture.ts";
import { blockedBy, doomedBy } from "./causes.ts";
import { contextOf } from "./causes/context.ts";
import { countReplicas } from "./counts.ts";
import { cleaned, Cleaner, podSpecs, type Clean } from "./evidence/clean.ts";
import { cutLogs, troubledContainers, type ContainerEvidence } from "./evidence/containers.ts";
import { newestEvents, type EventEvidence } from "./evidence/events.ts";
import { readLog, tail } from "./evidence/logs.ts";
import { limitsOf } from "./patience.ts";
import { viewPods } from "./pods.ts";
import { newPods, type RolloutSnapshot } from "./snapshot.ts";
import type { Cause, PodView, RolloutCounts, WorkloadRef } from "./verdict.ts";

/** What is kept of a failed rollout, as plain JSON: taken before its pods are gone. */
export interface Evidence {
  workload: WorkloadRef;
  /** ISO 8601 */
  takenAt: string;
  counts: RolloutCounts;
  /** Why it failed; absent when nothing (any more) stands in its way. */
  cause?: Cause;
  pods: PodView[];
  containers: ContainerEvidence[];
  events: EventEvidence[];
  /** Commands that show more while the pods are still there. */
  commands: string[];
  /** What was left out, and why. */
  notes: string[];
}

export interface EvidenceOptions {
  /** Values to hide, besides those of the Secrets that the pods refer to and what looks like a secret. */
  redact: string[];
  /** Lines kept of each log. */
  maxLines: number;
  /** Why it failed, where that is known better than pods can tell: a Job's. */
  cause?: Cause;
}

/** What several workloads have together is cut once more before it is kept: evidence/bound.ts. */
const bounds = { containers: 8, events: 40, bytesPerLog: 16 * 1024, bytes: 128 * 1024 };

/** Collects what explains why a rollout failed. Secrets are hidden, terminal escapes are taken out, everything is bounded. */
export async function collectEvidence(
  cluster: Cluster,
  workload: WorkloadRef,
  options: EvidenceOptions,
): Promise<Evidence> {
  const snapshot = await capture(cluster, workload);
  const clean = await new Cleaner(cluster, workload.namespace).by(podSpecs(snapshot), options.redact);
  const troubled = troubledContainers(newPods(snapshot));
  const kept = troubled.slice(0, bounds.containers);
  const logged = await Promise.all(
    kept.map((container) => withLogs(cluster, workload, container, options.maxLines, clean)),
  );
  const containers = withinBytes(logged);
  // Events, causes and states carry the cluster's own texts, which may hold secrets and escapes as well as logs do.
  const evidence = cleaned({ ...describe(workload, snapshot, options.cause), containers }, clean);
  return { ...evidence, notes: [...leftOut(troubled.length, "container", bounds.containers), ...cutLogs(containers)] };
}

function describe(
  workload: WorkloadRef,
  snapshot: RolloutSnapshot,
  known: Cause | undefined,
): Omit<Evidence, "containers" | "notes"> {
  const now = Date.now();
  const context = contextOf(snapshot, limitsOf(snapshot), now, { at: 0, restarts: new Map() });
  const cause = known ?? doomedBy(context) ?? blockedBy(context);
  const { kind, namespace, name } = workload;
  const more = [
    `kubectl describe ${kind.toLowerCase()} -n ${namespace} ${name}`,
    `kubectl get events -n ${namespace} --sort-by=.lastTimestamp`,
  ];
  return {
    workload,
    takenAt: new Date(now).toISOString(),
    counts: countReplicas(snapshot),
    ...(cause === undefined ? {} : { cause }),
    pods: viewPods(snapshot, now),
    events: newestEvents(snapshot, bounds.events),
    commands: [...new Set([...(cause === undefined ? [] : [cause.command]), ...more])],
  };
}

async function withLogs(
  cluster: Cluster,
  { namespace }: WorkloadRef,
  container: ContainerEvidence,
  maxLines: number,
  clean: Clean,
): Promise<ContainerEvidence> {
  const request = { namespace, pod: container.pod, container: container.container };
  const limits = { maxLines, maxBytes: bounds.bytesPerLog };
  // One line more than is kept, to know whether there were more.
  const readEnd = async (previous: boolean) =>
    tail(clean(await readLog(cluster, { ...request, previous }, maxLines + 1)), limits);
  const [log, previous] = await Promise.all([
    readEnd(false),
    container.restarts === 0 ? { lines: [], cut: false } : readEnd(true),
  ]);
  return { ...container, log: log.lines, previousLog: previous.lines, logCut: log.cut || previous.cut };
}

/** Keeps all containers, but the logs of the first ones only, once they fill what is allowed. */
function withinBytes(containers: ContainerEvidence[]): ContainerEvidence[] {
  let bytes = 0;
  return containers.map((container) => {
    bytes += Buffer.byteLength([...container.log, ...container.previousLog].join("\n"));
    return bytes <= bounds.bytes ? container : { ...container, log: [], previousLog: [], logCut: true };
  });
}

function leftOut(count: number, what: string, limit: number): string[] {
  return count <= limit ? [] : [`${count - limit} more ${what}s of new pods are in trouble and left out`];
}
