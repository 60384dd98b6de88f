import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { Log, type V1Pod } from "@kubernetes/client-node";
import { apiProblem } from "./cluster/apiError.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { isGone } from "./rollout/evidence/logs.ts";
import { redact } from "./rollout/evidence/redact.ts";
import { sanitize } from "./rollout/evidence/sanitize.ts";

export interface LogsRequest {
  namespace: string;
  service: string;
  /** Lines from the end of each container's log. */
  tail: number;
  /** The run before the present one, of containers that were restarted. */
  previous: boolean;
  /** Goes on with what is written from now on, new pods included, until this is aborted. */
  follow?: AbortSignal;
}

/** One line of one container, without terminal escapes and what looks like a secret. */
export interface LogLine {
  pod: string;
  container: string;
  line: string;
}

/** How often new pods are looked for while following. */
const lookEveryMs = 2_000;

/** The logs of all of a service's pods, oldest pod first; with `follow`, as they are written. */
export async function serviceLogs(
  cluster: Cluster,
  request: LogsRequest,
  onLine: (line: LogLine) => void,
): Promise<void> {
  const { follow } = request;
  if (follow === undefined) {
    for (const container of containersOf(await podsOf(cluster, request), request.previous)) {
      const dropped = await readContainer(cluster, request, container, onLine);
      // The kubelet drops a run once the next has ended too, a moment before the pod's status says so: read that one.
      if (dropped && request.previous) await readContainer(cluster, { ...request, previous: false }, container, onLine);
    }
    return;
  }
  const reading = new Map<string, Promise<boolean>>();
  while (!follow.aborted) {
    for (const container of containersOf(await podsOf(cluster, request), false)) {
      const key = `${container.pod}/${container.container}/${container.run}`;
      if (!reading.has(key)) reading.set(key, readContainer(cluster, request, container, onLine));
    }
    await pause(follow);
  }
  await Promise.all(reading.values());
}

interface ContainerRun {
  pod: string;
  container: string;
  /** Which run of the container: a restart begins a new log. */
  run: number;
}

async function podsOf(cluster: Cluster, { namespace, service }: LogsRequest): Promise<V1Pod[]> {
  try {
    const labelSelector = `app.kubernetes.io/name=${service}`;
    const { items } = await cluster.core.listNamespacedPod({ namespace, labelSelector });
    return items.sort((a, b) => createdAt(a) - createdAt(b));
  } catch (error) {
    throw apiProblem(error, `listing the pods of ${namespace}/${service}`);
  }
}

/** The containers that have a log to read. Pure. */
export function containersOf(pods: readonly V1Pod[], previous: boolean): ContainerRun[] {
  return pods.flatMap(({ metadata, status }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
      .filter(({ state, restartCount }) =>
        previous ? restartCount > 0 : state?.running !== undefined || state?.terminated !== undefined,
      )
      .map(({ name, restartCount }) => ({ pod: metadata?.name ?? "", container: name, run: restartCount })),
  );
}

/** Whether the kubelet has dropped the log. A pod that is gone by the time it is asked has none: passed over. */
async function readContainer(
  cluster: Cluster,
  { namespace, tail, previous, follow }: LogsRequest,
  { pod, container }: ContainerRun,
  onLine: (line: LogLine) => void,
): Promise<boolean> {
  const stream = new PassThrough();
  // What the answer is read from reports an aborted or lost connection to nobody else.
  stream.on("pipe", (answer) => answer.on("error", () => stream.end()));
  const options = { tailLines: tail, previous, follow: follow !== undefined };
  try {
    const request = await new Log(cluster.kubeConfig).log(namespace, pod, container, stream, options);
    const stop = (): void => {
      request.abort();
      stream.end();
    };
    follow?.addEventListener("abort", stop);
    if (follow?.aborted === true) stop();
    for await (const line of createInterface({ input: stream })) {
      if (isGone(line)) return true;
      onLine({ pod, container, line: redact(sanitize(line), []) });
    }
  } catch {
    // Passed over.
  }
  return false;
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
