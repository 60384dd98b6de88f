import { readFile } from "node:fs/promises";
import { exitCodes, Problem } from "../errors/problem.ts";
import { writeFileAtomic } from "./atomicFile.ts";
import { checkCluster, checkNotFailedBefore, stopIfCancelled } from "./check.ts";
import type { ReleaseContext, ReleaseRequest } from "./context.ts";
import { collectFailure } from "./failure.ts";
import { commitFile, gitState } from "./git.ts";
import { ensureHomeNamespace } from "./homeNamespace.ts";
import { acquireLock, type ReleaseLock } from "./lock.ts";
import { editStackFile } from "./parameters/stackFileEdit.ts";
import { readStack, stackFile, type Stack } from "./parameters/stack.ts";
import { startPhases, type Phases } from "./phases.ts";
import { planRelease, type ReleasePlan } from "./plan.ts";
import { newRecordId, type ReleaseRecord } from "./records/record.ts";
import { updateMessage } from "./records/updateMessage.ts";
import { restore } from "./restore.ts";
import { rollOut, type RollOutOutcome } from "./rollOut.ts";

/** How a release ended: its record, the restore's record where one followed, and what it came from. */
export interface ReleaseOutcome {
  record: ReleaseRecord;
  restore?: ReleaseRecord;
  plan: ReleasePlan;
  /** False where the cluster already was as asked for: then nothing is recorded. */
  changed: boolean;
}

/**
 * One release: check → plan → apply → roll out → verify → record, and on failure evidence → restore.
 * @throws Problem for all that goes wrong before anything is touched (config, rules, cluster, rights, lock).
 */
export async function release(request: ReleaseRequest, context: ReleaseContext): Promise<ReleaseOutcome> {
  const phases = startPhases(context.emit);
  context.engine.prepare?.();
  const checked = await phases.run("check", () => check(request, context));
  try {
    const plan = await phases.run("plan", () => makePlan(checked, request, context));
    const record = await openRecord(plan, request, checked, context);
    const outcome = await attempt(record, checked, phases, context);
    return { plan, ...(await close(record, outcome, request, checked, phases, context)) };
  } finally {
    await checked.lock.release();
  }
}

/** A release that may go ahead: the stack as asked for, the lock held. */
interface Checked {
  id: string;
  stack: Stack;
  /** The stack file before and after the request's edits. */
  before: string;
  after: string;
  lock: ReleaseLock;
  records: ReleaseRecord[];
}

async function check(request: ReleaseRequest, context: ReleaseContext): Promise<Checked> {
  const file = stackFile(context.location);
  const before = await readFile(file, "utf8").catch(() => "");
  const after = editStackFile(before, request.edits);
  const stack = readStack(context.location, after);
  stopIfCancelled(context);
  await checkCluster(context.cluster, stack.namespace);
  await ensureHomeNamespace(stack, context);
  const id = newRecordId(new Date());
  const lock = await acquireLock(context.cluster, {
    namespace: stack.namespace,
    project: stack.project,
    stack: stack.name,
    operator: context.operator,
    release: id,
  });
  try {
    const records = await markInterrupted(await context.records.list(), context);
    checkNotFailedBefore(stack, records, request);
    stopIfCancelled(context);
    return { id, stack, before, after, lock, records };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** We hold the lock, so a record that still says "running" belongs to a process that is gone. */
async function markInterrupted(records: ReleaseRecord[], context: ReleaseContext): Promise<ReleaseRecord[]> {
  for (const record of records.filter(({ result }) => result === "running")) {
    record.result = "interrupted";
    record.reason = "its process ended without closing the record";
    await context.records.save(record);
    context.emit({
      type: "note",
      at: Date.now(),
      level: "warning",
      message: `release ${record.id} by ${record.operator} was interrupted; this release goes on from where it stopped`,
    });
  }
  return records;
}

async function makePlan(checked: Checked, request: ReleaseRequest, context: ReleaseContext): Promise<ReleasePlan> {
  const git = await gitState(context.location.projectDir);
  const named = request.edits.map(({ service }) => service);
  const plan = planRelease(request.kind, checked.stack, checked.records, named, git);
  context.emit({ type: "plan", at: Date.now(), plan });
  if (!(await context.approve(plan))) throw cancelledByPerson();
  stopIfCancelled(context);
  return plan;
}

function cancelledByPerson(): Problem {
  return new Problem({
    code: "NOT_APPROVED",
    what: "the plan was not approved; nothing was touched",
    exitCode: exitCodes.interrupted,
  });
}

/** Opened before the first change, so that a crash shows as interrupted. */
async function openRecord(
  plan: ReleasePlan,
  request: ReleaseRequest,
  checked: Checked,
  context: ReleaseContext,
): Promise<ReleaseRecord> {
  const services = plan.services.length > 0 ? plan.services : allServices(checked.stack);
  const record: ReleaseRecord = {
    id: checked.id,
    project: plan.project,
    stack: plan.stack,
    kind: request.kind,
    changes: services.map(({ service, namespace, before, after }) => ({
      service,
      namespace,
      ...(before === undefined ? {} : { before }),
      after,
    })),
    operator: context.operator,
    ...(request.description === undefined ? {} : { description: request.description }),
    ...(plan.git === undefined ? {} : { git: plan.git }),
    engine: context.engine.name,
    startedAt: new Date().toISOString(),
    phases: [],
    result: "running",
    ...(request.of === undefined ? {} : { of: request.of }),
  };
  await context.records.save(record);
  return record;
}

function allServices(stack: Stack): ReleasePlan["services"] {
  return [...stack.services].map(([service, { namespace, parameters }]) => ({
    service,
    namespace,
    before: parameters,
    after: parameters,
    changes: [],
  }));
}

async function attempt(
  record: ReleaseRecord,
  checked: Checked,
  phases: Phases,
  context: ReleaseContext,
): Promise<RollOutOutcome> {
  const file = stackFile(context.location);
  if (checked.after !== checked.before) await writeFileAtomic(file, checked.after);
  const signal = AbortSignal.any([context.signal, checked.lock.lost]);
  try {
    return await rollOut(checked.stack, updateMessage(record), phases, { ...context, signal });
  } catch (error) {
    if (error instanceof Problem) {
      // An engine's problem comes before it has touched anything, so this release has not happened.
      if (checked.after !== checked.before) await writeFileAtomic(file, checked.before);
      await context.records.remove(record);
    } else {
      record.result = "interrupted";
      record.reason = error instanceof Error ? error.message : String(error);
      await context.records.save(record);
    }
    throw error;
  }
}

async function close(
  record: ReleaseRecord,
  outcome: RollOutOutcome,
  request: ReleaseRequest,
  checked: Checked,
  phases: Phases,
  context: ReleaseContext,
): Promise<Omit<ReleaseOutcome, "plan">> {
  let restored: ReleaseRecord | undefined;
  if (outcome.result === "failed") {
    if (request.restore) context.engine.prepare?.();
    const { cause, reason, evidence } = await phases.run("evidence", () => collectFailure(outcome, context));
    record.reason = reason;
    if (cause !== undefined) record.cause = cause;
    await context.records.saveEvidence(record, evidence);
    if (request.restore && !checked.lock.lost.aborted) {
      restored = await phases.run(
        "restore",
        () => restore(record, checked.records, context),
        (back) => (back?.result === "succeeded" ? undefined : (back?.reason ?? "nothing to go back to")),
      );
    }
  }
  return phases.run("record", async () => {
    record.result = resultOf(outcome, restored);
    record.endedAt = new Date().toISOString();
    record.phases = phases.times;
    if (restored !== undefined) record.restoredBy = restored.id;
    if (outcome.result === "succeeded" && !outcome.changed) {
      await context.records.remove(record);
      return { record, changed: false };
    }
    await context.records.save(record);
    await context.records.prune();
    if (request.commit && record.result === "succeeded") {
      const file = stackFile(context.location);
      await commitFile(context.location.projectDir, file, updateMessage(record));
    }
    return { record, changed: true, ...(restored === undefined ? {} : { restore: restored }) };
  });
}

function resultOf(outcome: RollOutOutcome, restored: ReleaseRecord | undefined): ReleaseRecord["result"] {
  if (outcome.result !== "failed") return outcome.result;
  if (restored === undefined) return "failed";
  return restored.result === "succeeded" ? "rolled back" : "rollback failed";
}
