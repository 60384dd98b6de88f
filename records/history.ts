import { isPlainObject } from "../components/config/layers.ts";
import type { Engine, UpdateSummary } from "../engine/engine.ts";
import { sameParameters, type ReleaseParameters, type ServiceParameters } from "../parameters/serviceParameters.ts";
import type { Stack } from "../parameters/stack.ts";
import {
  releaseKinds,
  type ReleaseKind,
  type ReleaseRecord,
  type ReleaseResult,
  type ServiceChange,
} from "./record.ts";
import { jobsOfUpdate } from "./jobsOfUpdate.ts";
import type { RecordStore } from "./store.ts";
import { parseMessage } from "./updateMessage.ts";

type StackOfHistory = Pick<Stack, "project" | "name" | "namespace" | "services">;

/**
 * The stack's whole story, newest first: our records, and from Pulumi's own history what has none (a plain `pulumi up`,
 * or a record that was pruned). It does not hold secrets: going back to one of these leaves them as they are now.
 */
export async function wholeHistory(
  records: RecordStore,
  engine: Pick<Engine, "history">,
  stack: StackOfHistory,
): Promise<ReleaseRecord[]> {
  const [own, newest] = await Promise.all([records.list(), engine.history()]);
  const updates = lacksRecords(own, newest) ? await engine.history(true) : newest;
  return mergeHistory(own, updates, stack);
}

/** The records were deleted, with their namespace say: then Pulumi's history is all there is. */
function lacksRecords(own: readonly ReleaseRecord[], updates: readonly UpdateSummary[]): boolean {
  const known = new Set(own.map(({ id }) => id));
  return updates.some((update) => {
    const { id } = parseMessage(update.message).trailers;
    return id !== undefined && !known.has(id) && update.kind === "update" && changedAnything(update);
  });
}

function changedAnything({ resourceChanges }: UpdateSummary): boolean {
  return Object.keys(resourceChanges).some((operation) => operation !== "same");
}

/** @param updates newest first */
export function mergeHistory(
  records: readonly ReleaseRecord[],
  updates: readonly UpdateSummary[],
  stack: StackOfHistory,
): ReleaseRecord[] {
  const known = new Set(records.map(({ id }) => id));
  const others = updates.flatMap((update, index) => {
    const { id } = parseMessage(update.message).trailers;
    if (id !== undefined && known.has(id)) return [];
    if (update.kind !== "update" && update.kind !== "destroy") return [];
    // An update that changed nothing has no record on purpose.
    if (!changedAnything(update)) return [];
    const earlier = updates.slice(index + 1).find(releasesServices);
    return [recordOfUpdate(update, earlier, stack)];
  });
  return [...records, ...others].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

function recordOfUpdate(
  update: UpdateSummary,
  earlier: UpdateSummary | undefined,
  stack: StackOfHistory,
): ReleaseRecord {
  const { subject, trailers } = parseMessage(update.message);
  const changes = releasesServices(update) ? changesSince(earlier, update, stack) : [];
  const jobs = jobsOfUpdate(changes, resultOf(update.result));
  return {
    id: trailers.id ?? `pulumi-${Math.floor(update.startTime.getTime() / 1000)}`,
    project: stack.project,
    stack: stack.name,
    kind: kindOf(update),
    changes,
    operator: trailers.operator ?? "pulumi up",
    ...(subject === "" ? {} : { description: subject }),
    startedAt: update.startTime.toISOString(),
    ...(update.endTime === undefined ? {} : { endedAt: update.endTime.toISOString() }),
    phases: [],
    result: resultOf(update.result),
    ...(trailers.of === undefined ? {} : { of: trailers.of }),
    ...(jobs.length === 0 ? {} : { jobs }),
  };
}

function kindOf({ kind, message }: UpdateSummary): ReleaseKind {
  if (kind === "destroy") return "destroy";
  const named = parseMessage(message).trailers.kind;
  return releaseKinds.find((known) => known === named) ?? "deploy";
}

function releasesServices(update: UpdateSummary): boolean {
  return update.kind === "update" && kindOf(update) !== "setup";
}

function changesSince(
  earlier: UpdateSummary | undefined,
  update: UpdateSummary,
  stack: StackOfHistory,
): ServiceChange[] {
  const old = earlier === undefined ? new Map<string, ServiceParameters>() : servicesIn(earlier, stack);
  const now = servicesIn(update, stack);
  const changed = [...now].flatMap(([service, after]): ServiceChange[] => {
    const before = old.get(service);
    if (sameParameters(before, after)) return [];
    return [{ service, namespace: namespaceOf(after, stack), ...(before === undefined ? {} : { before }), after }];
  });
  if ((update.resourceChanges.delete ?? 0) === 0) return changed;
  const removed = [...old].filter(([service]) => !now.has(service));
  return [
    ...changed,
    ...removed.map(([service, before]): ServiceChange => ({
      service,
      namespace: namespaceOf(before, stack),
      before,
      after: before,
      removed: true,
    })),
  ];
}

function namespaceOf({ basic }: ServiceParameters, stack: StackOfHistory): string {
  return typeof basic.namespace === "string" ? basic.namespace : stack.namespace;
}

/** Each service's parameters as the update's configuration has them; none where it is not this project's. */
function servicesIn({ config }: UpdateSummary, stack: StackOfHistory): Map<string, ServiceParameters> {
  const services = parsed(config["releases:services"]);
  const current = parsed(config["releases:current"]);
  return new Map(
    Object.entries(services).flatMap(([service, basic]): [string, ServiceParameters][] => {
      const release = current[service];
      if (!isPlainObject(basic) || !isReleaseParameters(release)) return [];
      const secrets = stack.services.get(service)?.parameters.secrets ?? {};
      return [[service, { basic, release, secrets }]];
    }),
  );
}

function parsed(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isPlainObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isReleaseParameters(value: unknown): value is ReleaseParameters {
  return isPlainObject(value) && typeof value.version === "string";
}

function resultOf(result: string): ReleaseResult {
  if (result === "succeeded") return "succeeded";
  return result === "in-progress" ? "running" : "failed";
}
