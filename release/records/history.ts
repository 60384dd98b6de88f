import type { UpdateSummary } from "../engine/engine.ts";
import type { Stack } from "../parameters/stack.ts";
import type { ReleaseRecord, ReleaseResult } from "./record.ts";
import { parseMessage } from "./updateMessage.ts";

/**
 * The stack's whole story, newest first: our records, and from Pulumi's own history what has none (a plain `pulumi up`,
 * or a record that was pruned).
 */
export function mergeHistory(
  records: readonly ReleaseRecord[],
  updates: readonly UpdateSummary[],
  stack: Pick<Stack, "project" | "name">,
): ReleaseRecord[] {
  const known = new Set(records.map(({ id }) => id));
  const others = updates
    .filter(({ kind }) => kind === "update" || kind === "destroy")
    .filter(({ message }) => !known.has(parseMessage(message).trailers.id ?? ""))
    // An update that changed nothing has no record on purpose.
    .filter(({ resourceChanges }) => Object.keys(resourceChanges).some((operation) => operation !== "same"))
    .map((update) => recordOfUpdate(update, stack));
  return [...records, ...others].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

function recordOfUpdate(update: UpdateSummary, stack: Pick<Stack, "project" | "name">): ReleaseRecord {
  const { subject, trailers } = parseMessage(update.message);
  return {
    id: trailers.id ?? `pulumi-${Math.floor(update.startTime.getTime() / 1000)}`,
    project: stack.project,
    stack: stack.name,
    kind: "deploy",
    changes: [],
    operator: trailers.operator ?? "pulumi up",
    ...(subject === "" ? {} : { description: subject }),
    engine: "pulumi",
    startedAt: update.startTime.toISOString(),
    ...(update.endTime === undefined ? {} : { endedAt: update.endTime.toISOString() }),
    phases: [],
    result: resultOf(update.result),
  };
}

function resultOf(result: string): ReleaseResult {
  if (result === "succeeded") return "succeeded";
  return result === "in-progress" ? "running" : "failed";
}
