import type { V1Pod, V1PodSpec } from "@kubernetes/client-node";
import { UnreachableProblem } from "../../errors/problem.ts";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { LogLine, LogsRequest } from "./logLine.ts";
import { containersOf, readContainer } from "./containerLog.ts";
import { Cleaner } from "../evidence/clean.ts";

/** How often new pods are looked for while following. */
const lookEveryMs = 2_000;

/** The logs of all of a service's pods, oldest pod first; with `follow`, as they are written. */
export async function serviceLogs(
  cluster: Cluster,
  request: LogsRequest,
  onLine: (line: LogLine) => void,
): Promise<void> {
  const { follow } = request;
  if (follow !== undefined) return followLogs(cluster, request, follow, onLine);
  const pods = await podsOf(cluster, request);
  const lines = { clean: await new Cleaner(cluster, request.namespace).by(specsOf(pods)), onLine };
  for (const container of containersOf(pods, request.previous)) {
    const { dropped } = await readContainer(cluster, request, container, lines);
    // The kubelet drops a run once the next has ended too, a moment before the pod's status says so: read that one.
    if (dropped && request.previous) await readContainer(cluster, { ...request, previous: false }, container, lines);
  }
}

/** Where the reading of one container's log stands. */
interface Reading {
  open: boolean;
  /** Whether the container had ended when its log was opened: then all of it has been read. */
  whole: boolean;
  /** Time of the last line seen: a connection that was dropped (they are, when a service is silent) goes on from there. */
  since?: string;
}

async function followLogs(
  cluster: Cluster,
  request: LogsRequest,
  follow: AbortSignal,
  onLine: (line: LogLine) => void,
): Promise<void> {
  const readings = new Map<string, Reading>();
  const open = new Set<Promise<void>>();
  const cleaner = new Cleaner(cluster, request.namespace);
  for (let first = true; !follow.aborted; first = false) {
    const pods = await podsToFollow(cluster, request, first);
    const lines = { clean: await cleaner.by(specsOf(pods)), onLine };
    for (const container of containersOf(pods, false)) {
      const key = `${container.pod}/${container.container}/${container.run}`;
      const known = readings.get(key);
      if (known !== undefined && (known.open || known.whole)) continue;
      const reading: Reading = { ...known, open: true, whole: container.ended };
      readings.set(key, reading);
      const read = readContainer(cluster, { ...request, since: reading.since }, container, lines).then(({ last }) => {
        reading.open = false;
        if (last !== undefined) reading.since = last;
        open.delete(read);
      });
      open.add(read);
    }
    await pause(follow);
  }
  await Promise.all(open);
}

/** An API server that is away for a while is waited for, once it has been there. */
async function podsToFollow(cluster: Cluster, request: LogsRequest, first: boolean): Promise<V1Pod[]> {
  try {
    return await podsOf(cluster, request);
  } catch (error) {
    if (first || !(error instanceof UnreachableProblem)) throw error;
    return [];
  }
}

async function podsOf(cluster: Cluster, { namespace, service, pods }: LogsRequest): Promise<V1Pod[]> {
  try {
    const labelSelector = Object.entries(pods)
      .map(([key, value]) => `${key}=${value}`)
      .join(",");
    const { items } = await cluster.core.listNamespacedPod({ namespace, labelSelector });
    return items.sort((a, b) => createdAt(a) - createdAt(b));
  } catch (error) {
    throw apiProblem(error, `listing the pods of ${namespace}/${service}`);
  }
}

function specsOf(pods: readonly V1Pod[]): V1PodSpec[] {
  return pods.flatMap(({ spec }) => spec ?? []);
}

async function pause(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, lookEveryMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function createdAt({ metadata }: V1Pod): number {
  return metadata?.creationTimestamp?.getTime() ?? 0;
}
