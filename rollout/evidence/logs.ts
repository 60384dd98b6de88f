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

/** Characters of a log that are looked at, from its end: a line may be as long as a program likes. */
const longestText = 256 * 1024;

/** The kubelet keeps the last dead container only; for others this comes in place of a log, and as a success. */
export function isGone(line: string): boolean {
  return /^unable to retrieve container logs for \S+$/.test(line);
}

/** Reads the last lines of a container's log; empty when there is none (never started, or gone). */
export async function readLog(cluster: Cluster, request: LogRequest, tailLines: number): Promise<string> {
  const { namespace, pod: name, container, previous } = request;
  // Never limitBytes: it would keep the beginning.
  const text = await cluster.core
    .readNamespacedPodLog({ namespace, name, container, previous, tailLines })
    .catch(() => "");
  return isGone(text.slice(0, 200).trim()) ? "" : text.slice(-longestText);
}

/** The last lines of a text within bounds; a line too long for them on its own is shortened. */
export function tail(text: string, { maxLines, maxBytes }: LogBounds): LogTail {
  if (text === "") return { lines: [], cut: false };
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
