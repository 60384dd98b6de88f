import { isDeepStrictEqual } from "node:util";
import { readText } from "../../components/config/stackFile.ts";
import { withWatcher } from "../../components/objects/watcherService.ts";
import { askApproval } from "../approval.ts";
import { refuseWithoutPlace } from "../approvals/refuse.ts";
import { checkDrift, plannedDrift, type CheckedDrift } from "../drift/check.ts";
import { lookEarly } from "../drift/detect.ts";
import { lostNamespace } from "../drift/plan.ts";
import { allTold } from "../../errors/allTold.ts";
import { stopIfCancelled } from "../../errors/cancelled.ts";
import { checkCluster } from "./cluster.ts";
import type { ReleaseContext, ReleaseRequest } from "../context.ts";
import { checkCommittable } from "../git.ts";
import type { FoundDrift } from "../../drift/drift.ts";
import { besideFrozen, freezesFor, refuseFrozen } from "./frozen.ts";
import { checkGatewayFeatures } from "./gatewayFeatures.ts";
import { checkKinds } from "./kinds.ts";
import { checkReferences } from "./references.ts";
import { ensureNamespaces, makeHomeNamespace, namespaceExists } from "./homeNamespace.ts";
import { lockInLine } from "./inLine.ts";
import type { ReleaseLock } from "../../lock/keep.ts";
import { changedOverrides, standingOverrides } from "../../parameters/overrides.ts";
import { changedStackFile } from "../../parameters/changedStackFile.ts";
import { basesOf, removeFromStackFile } from "../../parameters/stackFileEdit.ts";
import { refuseMidCanary } from "./midCanary.ts";
import { checkSelectors } from "./selectors.ts";
import { describedStack, placeOf, readStack, serviceFiles, type Stack } from "../../parameters/stack.ts";
import { planRelease } from "../plan.ts";
import { undoneFirst } from "../jobs/inTheWay.ts";
import type { JobRun } from "../../records/jobRun.ts";
import type { Freeze } from "../../records/freeze.ts";
import { wholeHistory } from "../../records/history.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { newRecordId } from "../../records/recordId.ts";
import { checkNotFailedBefore } from "./redeployLoop.ts";
import { removalsOf } from "./removals.ts";
import type { Removal } from "../removal.ts";
import { scopeOf, type Scope } from "./scope.ts";
import { checkNothingRefersTo } from "./neededBy.ts";
import { stackFile } from "../../parameters/location.ts";
import { unusedSecrets } from "./unusedSecrets.ts";

/** A release that may go ahead: the stack as asked for, the lock held. */
export interface Checked {
  id: string;
  /** As the engine is to see it. */
  stack: Stack;
  scope: Scope;
  /** As its file has it: also what is not released now. */
  asked: Stack;
  /** Services that leave it. */
  removals: Removal[];
  /** The stack file before and after the request's edits. */
  before: string;
  after: string;
  /** What jobs have done that is to be undone before an older version comes back, newest first. */
  undo: JobRun[];
  lock: ReleaseLock;
  records: ReleaseRecord[];
  /** What is not as it was last applied, and what this release does about it. */
  drift: CheckedDrift;
  /** What is frozen now. */
  freezes: Freeze[];
  /** On a stack's very first release the plan is approved before its namespace is made. */
  approved: boolean;
}

/**
 * Everything that may forbid a release, before anything is touched. Returns with the stack's lock held.
 * @throws Problem for config, rules, cluster, rights, lock, a redeploy loop, Ctrl-C
 */
export async function check(wanted: ReleaseRequest, context: ReleaseContext): Promise<Checked> {
  const first = editedStack(wanted, context);
  const { stack } = first;
  if (wanted.commit) await checkCommittable(context.location.projectDir);
  stopIfCancelled(context);
  const asked = namesIn(wanted);
  const [, , , , homeIsThere, frozen] = await allTold([
    checkCluster(context.cluster, stack.namespace),
    checkKinds(context.cluster, stack.config),
    checkGatewayFeatures(context, stack.config.services, asked.edited),
    checkReferences(context.cluster, withWatcher(stack.config), asked.edited),
    namespaceExists(context.cluster, stack.namespace),
    freezesFor(context.cluster, stack, wanted),
  ]);
  refuseFrozen(frozen, asked.all, stack, wanted.despiteFreeze);
  const request = besideFrozen(wanted, frozen, stack, context.emit);
  const named = namesIn(request);
  let approved = false;
  let goneNamespace: FoundDrift | undefined;
  const beforeMaking = async (): Promise<FoundDrift | undefined> => {
    // The records are gone with it, if there were any: Pulumi's own history is left.
    const records = await wholeHistory(context.records, context.engine, stack);
    const { only } = scopeOf(stack, first.after, named.edited, records);
    const drift = await checkDrift(first, only, records, request, context);
    const plan = planRelease(request.kind, stack, records, only, undefined, plannedDrift(drift));
    await askApproval(plan, context, () => refuseWithoutPlace(plan, stack, request));
    approved = true;
    goneNamespace = lostNamespace(drift, stack.namespace);
    return goneNamespace;
  };
  if (!homeIsThere) await makeHomeNamespace(stack, context, beforeMaking);
  const id = newRecordId(new Date());
  const place = placeOf(stack);
  const own = { ...place, operator: context.operator, release: id };
  const { lock, waited } = await lockInLine(own, request, context);
  try {
    // What was asked for at the start is old by now.
    if (waited) await context.engine.history();
    const standing = waited ? await freezesFor(context.cluster, stack, request) : frozen;
    refuseFrozen(standing, named.all, stack, request.despiteFreeze);
    // One that was set meanwhile.
    if (request.allOrNothing === true) besideFrozen(request, standing, stack, context.emit);
    // Read again: until the lock was ours, another release may have changed the file.
    const edited = editedStack(request, context, first);
    const early = lookEarly(context.cluster, edited.stack);
    const records = await wholeHistory(context.records, context.engine, stack);
    await markInterrupted(records, context);
    const scoped = await narrow(edited, records, request, context);
    noteOverrides(edited.before, scoped, context);
    checkSelectors(scoped.stack, records);
    refuseMidCanary(scoped, records, request);
    request.expected?.(records);
    const leaving = scoped.removals.map(({ service }) => service);
    const drift = await checkDrift({ ...edited, leaving }, scoped.scope.only, records, request, context, early);
    const undo = undoneFirst(scoped, records, request);
    await checkNotFailedBefore(scoped, records, request, context);
    stopIfCancelled(context);
    await ensureNamespaces(scoped, drift, context);
    const gone = goneNamespace === undefined ? [] : [goneNamespace];
    return {
      id,
      ...edited,
      ...scoped,
      asked: edited.stack,
      undo,
      lock,
      records,
      approved,
      freezes: standing,
      drift: { ...drift, mended: [...gone, ...drift.mended] },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function namesIn({ edits, remove = [] }: ReleaseRequest): { edited: string[]; all: string[] } {
  const edited = edits.map(({ service }) => service);
  return { edited, all: [...edited, ...remove] };
}

type Edited = Pick<Checked, "stack" | "before" | "after">;

/** `known` is what files with the same texts came to. */
function editedStack(request: ReleaseRequest, { location }: ReleaseContext, known?: Edited): Edited {
  const before = readText(stackFile(location), location.stack);
  const files = serviceFiles(location);
  if (before === known?.before && isDeepStrictEqual(files.texts, known.stack.files.texts)) return known;
  const after = changedStackFile(before, request, basesOf(files, location.stack));
  return { stack: readStack(location, after, files), before, after };
}

/** What goes before the file of a service that is released, and whether it does from now on. */
function noteOverrides(
  before: string,
  { stack, scope: { only }, after }: Narrowed,
  { location, emit }: ReleaseContext,
): void {
  const of = { file: stack.file, stack: location.stack, files: stack.files };
  const changed = changedOverrides(before, after, of);
  for (const message of changed) emit({ type: "note", at: Date.now(), level: "warning", message });
  for (const [service, message] of standingOverrides(after, of)) {
    const told = changed.some((line) => line.startsWith(`${service}: `));
    if (told || only?.includes(service) === false) continue;
    emit({ type: "note", at: Date.now(), level: "info", message });
  }
}

type Narrowed = Pick<Checked, "stack" | "scope" | "removals" | "after">;

/** The stack with others as they were released last, and what leaves it. */
async function narrow(
  { stack, after: asked }: Edited,
  records: readonly ReleaseRecord[],
  request: ReleaseRequest,
  { location, cluster }: ReleaseContext,
): Promise<Narrowed> {
  const removals = await removalsOf(stack, records, request, cluster);
  const leaving = removals.map(({ service }) => service);
  const { all: named } = namesIn(request);
  const after = request.withData === true ? removeFromStackFile(asked, [], unusedSecrets(removals, stack)) : asked;
  const scope = scopeOf(stack, after, named, records, named.length === 0 ? [] : leaving);
  if (scope.only !== undefined) checkNothingRefersTo(leaving, scope.only, records);
  return {
    // Others stand as they were released: a rule that is newer is no reason to wait for them.
    stack: scope.text === asked ? stack : describedStack(location, scope.text, stack.files),
    scope,
    removals,
    after,
  };
}

/** We hold the lock, so a record that still says "running" belongs to a process that is gone. */
async function markInterrupted(records: readonly ReleaseRecord[], context: ReleaseContext): Promise<void> {
  for (const record of records.filter(({ kind, result }) => result === "running" && kind !== "run")) {
    record.result = "interrupted";
    record.reason ??= "its process ended without closing the record";
    await context.records.save(record);
    context.ended?.(record);
    context.emit({
      type: "note",
      at: Date.now(),
      level: "warning",
      message: `release ${record.id} by ${record.operator} was interrupted; this release goes on from where it stopped`,
    });
  }
}
