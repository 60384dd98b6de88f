import { isPlainObject } from "../components/config/layers.ts";
import { overridden } from "../components/config/override.ts";
import { baseOf, type ServiceFiles } from "../components/config/serviceFiles.ts";
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
import { gitOf, isPlain, plainId, plainOperator, withSecrets } from "./plainUpdate.ts";
import type { RecordStore } from "./store.ts";
import { parseMessage } from "./updateMessage.ts";

type StackOfHistory = Pick<Stack, "project" | "name" | "namespace" | "services" | "files" | "filesAt">;

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

/** The same since a time, as far back as anybody knows; `lost`: there may have been releases before the oldest. */
export async function longHistory(
  records: RecordStore,
  engine: Pick<Engine, "historySince">,
  stack: StackOfHistory,
  since: Date,
): Promise<{ records: ReleaseRecord[]; lost: boolean }> {
  const [own, { updates, lost }] = await Promise.all([records.list(), engine.historySince(since)]);
  return { records: mergeHistory(own, updates, stack), lost };
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
    if (known.has(idOf(update))) return [];
    if (update.kind !== "update" && update.kind !== "destroy") return [];
    // An update that changed nothing has no record on purpose.
    if (!changedAnything(update)) return [];
    const earlier = updates.slice(index + 1).find(releasesServices);
    return [recordOfUpdate(update, earlier, stack)];
  });
  const secretsOf = (service: string) => stack.services.get(service)?.parameters.secrets ?? {};
  const own = records.map((record) => (isPlain(record) ? withSecrets(record, secretsOf) : record));
  return [...own, ...others].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** Our own word for it, where it has one. */
function idOf(update: UpdateSummary): string {
  return parseMessage(update.message).trailers.id ?? plainId(update);
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
    id: idOf(update),
    project: stack.project,
    stack: stack.name,
    kind: kindOf(update),
    changes,
    operator: trailers.operator ?? plainOperator(update),
    ...(subject === "" ? {} : { description: subject }),
    // A release of ours may have brought what is in no commit, and its own record alone said so.
    ...(trailers.id === undefined ? gitOf(update) : {}),
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
  const old = earlier === undefined ? new Map<string, Seen>() : servicesIn(earlier, stack);
  const now = servicesIn(update, stack);
  const changed = [...now].flatMap(([service, { known, after }]): ServiceChange[] => {
    const before = old.get(service);
    // What is known of the one alone says nothing about a change.
    const both = known !== undefined && before?.known !== undefined;
    const [was, is] = both ? [before.known, known] : [before?.after, after];
    if (sameParameters(was, is)) return [];
    return [
      {
        service,
        namespace: namespaceOf(is, stack),
        ...(was === undefined ? {} : { before: was }),
        after: known ?? after,
        ...(known === undefined ? { basicUnknown: true } : {}),
      },
    ];
  });
  if ((update.resourceChanges.delete ?? 0) === 0) return changed;
  const removed = [...old].filter(([service]) => !now.has(service));
  return [
    ...changed,
    ...removed.map(([service, { known, after }]): ServiceChange => ({
      service,
      namespace: namespaceOf(known ?? after, stack),
      before: known ?? after,
      after: known ?? after,
      removed: true,
      ...(known === undefined ? { basicUnknown: true } : {}),
    })),
  ];
}

function namespaceOf({ basic }: ServiceParameters, stack: StackOfHistory): string {
  return typeof basic.namespace === "string" ? basic.namespace : stack.namespace;
}

/** A service as an update had it. */
interface Seen {
  /** With its file as it was then; undefined where nobody knows that. */
  known: ServiceParameters | undefined;
  /** With its file as it is today. */
  after: ServiceParameters;
}

/**
 * Each service's parameters as the update's configuration has them; none where it is not this project's. That holds what
 * the stack's file said; what files of services said is in git, where the checkout was a clean one.
 */
function servicesIn({ config, git }: UpdateSummary, stack: StackOfHistory): Map<string, Seen> {
  const services = parsed(config["releases:services"]);
  const current = parsed(config["releases:current"]);
  // Where no file counted, git is not asked.
  const apart = stack.files.texts.size > 0 || Object.keys(current).some((service) => services[service] === undefined);
  const then = git === undefined || git.dirty || !apart ? undefined : stack.filesAt?.(git.commit);
  return new Map(
    [...new Set([...Object.keys(services), ...Object.keys(current)])].flatMap((service): [string, Seen][] => {
      const release = current[service];
      const said = services[service];
      if (!isReleaseParameters(release)) return [];
      const secrets = stack.services.get(service)?.parameters.secrets ?? {};
      const whole = (files: ServiceFiles): ServiceParameters | undefined => {
        const base = baseOf(files, service, stack.name);
        const basic = base === undefined || !isPlainObject(said) ? (said ?? base) : overridden(base, said);
        return isPlainObject(basic) ? { basic, release, secrets } : undefined;
      };
      const [was, today] = [then === undefined ? undefined : whole(then), whole(stack.files)];
      const after = today ?? was;
      // Without a file today, it is taken to have had none then.
      const known = was ?? (stack.files.byName.has(service) ? undefined : today);
      return after === undefined ? [] : [[service, { known, after }]];
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
