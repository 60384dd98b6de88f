import { errorText } from "../errors/errorText.ts";
import { exitCodes, Problem } from "../errors/problem.ts";
import { askApproval } from "./approval.ts";
import { passGate, type Passage } from "./approvals/gate.ts";
import { Proposed } from "./approvals/problems.ts";
import { attempt, type OpenRelease } from "./rollOut/attempt.ts";
import { stopIfCancelled } from "../errors/cancelled.ts";
import { check, type Checked } from "./check/check.ts";
import type { ReleaseContext, ReleaseRequest } from "./context.ts";
import { refuseFrozen } from "./check/frozen.ts";
import { checkFieldRights } from "./check/fieldRights.ts";
import { checkPlannedRights } from "./check/plannedRights.ts";
import { noteStaleReferences } from "./check/staleReferences.ts";
import { plannedDrift } from "./drift/check.ts";
import { collectFailure } from "./failure.ts";
import { undoFirst } from "./jobs/undoFirst.ts";
import { commitReleased } from "./commitReleased.ts";
import { gitState } from "./git.ts";
import { startPhases } from "./phases.ts";
import { namesOf, openRecord, type Planned } from "./openRecord.ts";
import { planRelease, type ReleasePlan } from "./plan.ts";
import { seenAs, type GitState, type ReleaseRecord } from "../records/record.ts";
import { removeData } from "./rollOut/removeData.ts";
import { patiently } from "../records/patiently.ts";
import { lostBeforeRestore, takeBack } from "./restore/takeBack.ts";
import type { RollOutOutcome } from "./rollOut/rollOut.ts";

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
  context.engine.prepare();
  const git = gitState(context.location.projectDir);
  const checked = await phases.run("check", () => check(request, context));
  try {
    const planned = await phases.run("plan", async () => makePlan(checked, await git, request, context));
    if (planned instanceof Proposed) throw planned;
    const { plan } = planned;
    const record = await openRecord(planned, request, checked, context);
    const open: OpenRelease = { request, checked, plan, record, phases, context };
    const outcome = (await undoFirst(open)) ?? (await attempt(open));
    if (outcome.result === "succeeded") await removeData(checked.removals, context);
    if (outcome.result !== "failed") return await close(open, outcome);
    await explain(open, outcome);
    if (!request.restore || outcome.applied === false) return await close(open, outcome);
    if (checked.lock.lost.aborted) return await close(open, lostBeforeRestore(open, outcome));
    return await close(open, outcome, await takeBack(open));
  } finally {
    await checked.lock.release();
  }
}

async function makePlan(
  checked: Checked,
  git: GitState | undefined,
  request: ReleaseRequest,
  context: ReleaseContext,
): Promise<Planned | Proposed> {
  const { asked, records, scope, drift, removals } = checked;
  const plan = planRelease(request.kind, asked, records, scope.only, git, plannedDrift(drift), removals);
  const past = refuseFrozen(checked.freezes, changingServices(plan, checked), asked, request.despiteFreeze);
  const fields = checkFieldRights(plan, checked.stack, drift, context.cluster);
  // Told where it is awaited: a right that is missing altogether says more.
  fields.catch(() => undefined);
  await checkPlannedRights(plan, checked.stack, drift.mended, context.cluster);
  await fields;
  const unchanged = new Set(plan.unchanged.map(({ service }) => service));
  const left = checked.stack.config.services.filter(({ name }) => unchanged.has(name));
  await noteStaleReferences(context.cluster, left, context.emit);
  const gate = (): Promise<Passage> => passGate(plan, checked, request, context);
  try {
    const passage = checked.approved ? await gate() : await askApproval(plan, context, gate);
    stopIfCancelled(context);
    return { plan, past, passage };
  } catch (error) {
    // The plan is made, and nothing has failed.
    if (error instanceof Proposed) return error;
    throw error;
  }
}

/** What the plan touches. */
function changingServices({ services, removals }: ReleasePlan, { drift }: Checked): string[] {
  return [...namesOf(services), ...namesOf(removals), ...drift.mended.flatMap(({ service }) => service ?? [])];
}

/** evidence: why it failed, kept with the record before the pods are gone. Never stands in the restore's way. */
async function explain({ record, checked, phases, context }: OpenRelease, outcome: RollOutOutcome): Promise<void> {
  await phases.run("evidence", async () => {
    const { cause, reason, failed, evidence } = await collectFailure(
      outcome,
      [...checked.stack.services.keys()],
      context,
    );
    record.reason = reason;
    if (cause !== undefined) record.cause = cause;
    if (failed.length > 0) record.failed = failed;
    // The cause, above all, is kept where the rest cannot be.
    for (const [what, save] of [
      ["cause", () => context.records.save(record)],
      ["evidence", () => context.records.saveEvidence(record, evidence)],
    ] as const) {
      await save().catch((error: unknown) => {
        const text = errorText(error);
        context.emit({
          type: "note",
          at: Date.now(),
          level: "warning",
          message: `the ${what} is not on record: ${text}`,
        });
      });
    }
  });
}

async function close(
  { request, checked, plan, record, phases, context }: OpenRelease,
  outcome: RollOutOutcome,
  restored?: ReleaseRecord,
): Promise<ReleaseOutcome> {
  return phases.run("record", async () => {
    record.result = resultOf(outcome, restored, record.kept);
    // The API server may have taken its time to say.
    Object.assign(record, seenAs(context.user()));
    if (outcome.reason !== undefined) record.reason ??= outcome.reason;
    record.endedAt = new Date().toISOString();
    record.phases = [...phases.times];
    if (restored !== undefined) record.restoredBy = restored.id;
    const idle = outcome.result === "succeeded" && !outcome.changed;
    if (idle && !tellsSomething(record)) {
      await context.records.remove(record);
      return { record, plan, changed: false };
    }
    await patiently(() => context.records.save(record)).catch((error: unknown) => {
      throw notRecorded(record, error);
    });
    // What is not on record recover tells, as it closes it.
    context.ended?.(record, restored);
    // A bound, kept some other time where it cannot be kept now.
    await context.records.prune().catch(() => undefined);
    if (record.result === "succeeded") await commitReleased(record, request, checked.stack, context);
    return {
      record,
      plan,
      changed: !idle || record.leftFields !== undefined,
      ...(restored === undefined ? {} : { restore: restored }),
    };
  });
}

/** Though nothing changed: what was left on purpose is a decision, and basic parameters that nobody knew are known now. */
function tellsSomething({ leftFields, changes }: ReleaseRecord): boolean {
  return leftFields !== undefined || changes.some(({ beforeUnknown }) => beforeUnknown === true);
}

function notRecorded(record: ReleaseRecord, error: unknown): Problem {
  return new Problem({
    code: "RECORD_NOT_SAVED",
    what: `release ${record.id} ended "${record.result}", but that could not be recorded: ${errorText(error)}`,
    next: "once that is mended: release recover, which closes the record",
    exitCode: exitCodes.unreachable,
    cause: error,
  });
}

function resultOf(
  outcome: RollOutOutcome,
  restored: ReleaseRecord | undefined,
  kept: ReleaseRecord["kept"],
): ReleaseRecord["result"] {
  if (outcome.result !== "failed") return outcome.result;
  if (restored === undefined) return "failed";
  if (restored.result !== "succeeded") return "rollback failed";
  // What served serves again, but not all is as it was.
  return restored.left === undefined && kept === undefined ? "rolled back" : "failed";
}
