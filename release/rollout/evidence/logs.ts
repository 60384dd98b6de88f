import type { Cluster } from "../../cluster/cluster.ts";

/** The end of a log: what was written last says most. */
export interface LogTail {
  lines: string[];
  /** Whether lines before these were left out. */
  cut: boolean;
}

export interface LogBounds {
  maxLines: number;
  maxBytes: number;
}

export interface LogRequest {
  namespace: string;
  pod: string;
  container: string;
  /** The run before the present one. */
  previous: boolean;
}

/** Reads the end of a container's log; undefined when there is none (never started, or gone). */
export async function readLog(
  cluster: Cluster,
  { namespace, pod, container, previous }: LogRequest,
  bounds: LogBounds,
  clean: (text: string) => string,
): Promise<LogTail | undefined> {
  const text = await cluster.core
    // One line more than kept, to know whether there were more. Never limitBytes: it would keep the beginning.
    .readNamespacedPodLog({ namespace, name: pod, container, previous, tailLines: bounds.maxLines + 1 })
    .catch(() => undefined);
  return text === undefined || text === "" ? undefined : tail(clean(text), bounds);
}

/** The last lines of a text within bounds; a line too long for them on its own is shortened. */
export function tail(text: string, { maxLines, maxBytes }: LogBounds): LogTail {
  const all = text.replace(/\n$/, "").split("\n");
  const lines: string[] = [];
  let bytes = 0;
  for (const line of all.toReversed()) {
    bytes += Buffer.byteLength(line) + 1;
    if (lines.length === maxLines || (bytes > maxBytes && lines.length > 0)) break;
    lines.unshift(bytes > maxBytes ? Buffer.from(line).subarray(0, maxBytes).toString() : line);
  }
  return { lines, cut: lines.length < all.length || bytes > maxBytes };
}
