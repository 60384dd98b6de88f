import type { Evidence } from "../evidence.ts";
import { cutLogs, type ContainerEvidence } from "./containers.ts";
import { tail } from "./logs.ts";

/** An object in the cluster may hold 1 MiB; what is left is for its name, its labels and its keeper's notes. */
const maxBytes = 900 * 1024;

/** How much is kept: the first of these that fits is taken. */
interface Measure {
  /** Of each log, and then of each list of events and pods, in bytes. */
  logs: number;
  lists: number;
  /** Of each text, in characters. */
  text: number;
  /** Share of the workloads. */
  workloads: number;
}

/**
 * The evidence of all workloads of a release, cut until it fits into one object as JSON: the oldest lines of the longest
 * logs first. Every container, with its exit, and every cause stays, unless there are more of them than fit. Pure.
 */
export function boundEvidence(evidence: readonly Evidence[], limit = maxBytes): Evidence[] {
  for (const measure of measures()) {
    const kept = evidence.slice(0, Math.floor(evidence.length * measure.workloads)).map((one) => cut(one, measure));
    if (Buffer.byteLength(JSON.stringify(kept)) <= limit) return kept;
  }
  return [];
}

function* measures(): Generator<Measure> {
  const all = { logs: Infinity, lists: Infinity, text: Infinity, workloads: 1 };
  yield all;
  for (const logs of halves(16 * 1024, 128)) yield { ...all, logs };
  for (const lists of halves(16 * 1024, 128)) yield { ...all, logs: 0, lists };
  for (const text of halves(512, 64)) yield { ...all, logs: 0, lists: 0, text };
  for (let workloads = 1 / 2; workloads > 1 / 4096; workloads /= 2) yield { logs: 0, lists: 0, text: 64, workloads };
}

function* halves(from: number, to: number): Generator<number> {
  for (let bytes = from; bytes >= to; bytes /= 2) yield bytes;
  yield 0;
}

function cut(evidence: Evidence, { logs, lists, text }: Measure): Evidence {
  if (logs === Infinity) return evidence;
  const containers = evidence.containers.map((container) => cutLog(container, logs));
  const events = newest(evidence.events, lists);
  const pods = newest(evidence.pods, lists);
  const leftOut = [
    ...(events.length < evidence.events.length ? [`${evidence.events.length - events.length} older events`] : []),
    ...(pods.length < evidence.pods.length ? [`${evidence.pods.length - pods.length} pods`] : []),
  ];
  const notes = [
    ...evidence.notes.filter((note) => !cutLogs(evidence.containers).includes(note)),
    ...cutLogs(containers),
    ...(leftOut.length === 0 ? [] : [`${leftOut.join(" and ")} are left out, for want of room`]),
  ];
  return shortened({ ...evidence, containers, events, pods, notes }, text);
}

function cutLog(container: ContainerEvidence, bytes: number): ContainerEvidence {
  const end = (lines: string[]) =>
    bytes === 0 || lines.length === 0
      ? { lines: [], cut: lines.length > 0 }
      : tail(`${lines.join("\n")}\n`, { maxLines: lines.length, maxBytes: bytes });
  const [log, previous] = [end(container.log), end(container.previousLog)];
  if (!log.cut && !previous.cut) return container;
  return { ...container, log: log.lines, previousLog: previous.lines, logCut: true };
}

/** The last items of a list that fit. */
function newest<T>(items: T[], bytes: number): T[] {
  let left = bytes;
  const first = items.findLastIndex((item) => (left -= Buffer.byteLength(JSON.stringify(item))) < 0);
  return items.slice(first + 1);
}

function shortened<T>(value: T, length: number): T {
  if (length === Infinity) return value;
  if (typeof value === "string") return (value.length > length ? `${value.slice(0, length)}…` : value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => shortened(item, length)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item as unknown, length)])) as T;
}
