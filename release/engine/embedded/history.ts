import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { UpdateSummary } from "../engine.ts";
import { writeAtomic } from "../../atomicFile.ts";
import type { Backend } from "./backend.ts";

/** Pulumi's history entry. https://github.com/pulumi/pulumi/blob/master/pkg/backend/updates.go */
export interface HistoryEntry {
  kind: "update" | "refresh" | "destroy" | "preview" | "import" | "rename";
  /** Seconds since 1970, as `endTime`. */
  startTime: number;
  message: string;
  environment: Record<string, string>;
  config: Record<string, unknown>;
  /** Always 0 in a file backend. */
  version: number;
  result: "succeeded" | "failed" | "in-progress" | "not-started";
  endTime: number;
  resourceChanges: Record<string, number>;
}

/** Writes an entry and, beside it, the state as it then is. */
export async function writeHistory(
  backend: Backend,
  stack: string,
  entry: HistoryEntry,
  checkpoint: string,
): Promise<void> {
  const nanoseconds = (BigInt(Date.now()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n)).toString();
  const base = join(backend.historyDir, `${stack}-${nanoseconds}`);
  // The entry last: whoever lists entries finds each one's state.
  await writeAtomic(`${base}.checkpoint.json`, checkpoint);
  await writeAtomic(`${base}.history.json`, JSON.stringify(entry));
}

/** A config value without its secrets. */
function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  if (typeof (value as { secure?: unknown }).secure === "string") return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item)]));
}

function shown(value: unknown): string {
  const redacted = redact(value);
  return typeof redacted === "string" ? redacted : JSON.stringify(redacted);
}

function summary(entry: HistoryEntry): UpdateSummary {
  return {
    kind: entry.kind,
    startTime: new Date(entry.startTime * 1000),
    endTime: new Date(entry.endTime * 1000),
    message: entry.message,
    result: entry.result,
    resourceChanges: entry.resourceChanges,
    config: Object.fromEntries(Object.entries(entry.config).map(([key, value]) => [key, shown(value)])),
  };
}

/** The stack's updates, newest first. */
export async function readHistory(backend: Backend): Promise<UpdateSummary[]> {
  const names = await readdir(backend.historyDir).catch(() => [] as string[]);
  const order = (name: string): bigint => BigInt(/-(\d+)\.history\.json$/.exec(name)?.[1] ?? "0");
  const entries = names.filter((name) => name.endsWith(".history.json")).sort((a, b) => (order(a) < order(b) ? 1 : -1));
  return Promise.all(
    entries.map(async (name) =>
      summary(JSON.parse(await readFile(join(backend.historyDir, basename(name)), "utf8")) as HistoryEntry),
    ),
  );
}
