import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { Log, type V1Pod } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import type { LogLine, LogsRequest } from "./logLine.ts";
import type { Clean } from "../evidence/clean.ts";
import { isGone } from "../evidence/logs.ts";

export interface ContainerRun {
  pod: string;
  container: string;
  /** Which run of the container: a restart begins a new log. */
  run: number;
  ended: boolean;
}

export interface LineReader {
  clean: Clean;
  onLine: (line: LogLine) => void;
}

/** The containers that have a log to read. Pure. */
export function containersOf(pods: readonly V1Pod[], previous: boolean): ContainerRun[] {
  return pods.flatMap(({ metadata, status }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
      .filter(({ state, restartCount }) =>
        previous ? restartCount > 0 : state?.running !== undefined || state?.terminated !== undefined,
      )
      .map(({ name, restartCount, state }) => ({
        ...{ pod: metadata?.name ?? "", container: name, run: restartCount },
        ended: state?.terminated !== undefined,
      })),
  );
}

/** Whether the kubelet has dropped the log, and the time of the last line. A pod that is gone by now is passed over. */
export async function readContainer(
  cluster: Cluster,
  { namespace, tail, previous, follow, since }: Omit<LogsRequest, "service" | "pods"> & { since?: string | undefined },
  { pod, container }: ContainerRun,
  { clean, onLine }: LineReader,
): Promise<{ dropped: boolean; last?: string }> {
  const stream = new PassThrough();
  // What the answer is read from reports an aborted or lost connection to nobody else.
  stream.on("pipe", (answer) => answer.on("error", () => stream.end()));
  const from = since === undefined ? { tailLines: tail } : { sinceTime: since };
  const options = { ...from, previous, follow: follow !== undefined, timestamps: true };
  let last = since;
  try {
    const request = await new Log(cluster.kubeConfig).log(namespace, pod, container, stream, options);
    const stop = (): void => {
      request.abort();
      stream.end();
    };
    follow?.addEventListener("abort", stop);
    if (follow?.aborted === true) stop();
    for await (const line of createInterface({ input: stream })) {
      if (isGone(line)) return { dropped: true };
      const [, time = "", text = line] = /^(\S+) (.*)$/s.exec(line) ?? [];
      // What it begins with may be what was seen last: the API server counts in whole seconds here.
      if (since !== undefined && time <= since) continue;
      last = time;
      onLine({ pod, container, line: clean(text) });
    }
  } catch {
    // Passed over.
  }
  return { dropped: false, ...(last === undefined ? {} : { last }) };
}
