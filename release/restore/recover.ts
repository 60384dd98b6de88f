import { readFile } from "node:fs/promises";
import { errorText } from "../../errors/errorText.ts";
import { askApproval, nobody } from "../approval.ts";
import { hasArrived } from "./arrived.ts";
import { checkCluster } from "../check/cluster.ts";
import type { ReleaseContext } from "../context.ts";
import { expectedObjects } from "../../drift/objects.ts";
import { describedService } from "../../parameters/describedService.ts";
import { seeInState } from "../drift/seeInState.ts";
import { applyRecord } from "../rollOut/applyRecord.ts";
import { namespaceExists } from "../check/homeNamespace.ts";
import { acquireLock } from "../../lock/acquire.ts";
import { clearWay } from "../jobs/clearWay.ts";
import { parameterChanges } from "../../parameters/parameterChanges.ts";
import { describedStack, serviceFiles, type Stack } from "../../parameters/stack.ts";
import { basicStays } from "../../records/basicUnknown.ts";
import { wholeHistory } from "../../records/history.ts";
import { describeChanges, type ReleaseRecord } from "../../records/record.ts";
import { newRecordId } from "../../records/recordId.ts";
import { wayBack, type WayBack } from "../../records/wayBack.ts";
import { closeRuns } from "../run/close.ts";
import { restore } from "./restore.ts";
import { currentRevision, isDeployed } from "../rollOut/standing.ts";
import { liveStatus } from "../status.ts";
import { stackFile } from "../../parameters/location.ts";

export interface RecoverRequest {
  /** Why what was cancelled is taken back. */
  why?: string | undefined;
  /** A release's id: where another one came after it, nothing is taken back. Default: whichever is the newest. */
  of?: string | undefined;
}

export interface Recovery {
  /** What was found and mended, a sentence each. */
  mended: string[];
  /** The release that had arrived though its process was gone; now closed as succeeded. */
  finished?: ReleaseRecord;
  /** The release that took the services back, where one was needed. */
  restored?: ReleaseRecord;
}

/**
 * Mends what a killed or cut-off release left behind: state lock, pending operations, open records. A release that has
 * arrived in the cluster is finished; any other is undone by a restore. Doing it twice changes nothing more.
 */
export async function recover(context: ReleaseContext, { why, of }: RecoverRequest = {}): Promise<Recovery> {
  const stack = describedStack(context.location);
  await checkCluster(context.cluster, stack.namespace);
  // Without its namespace the stack has neither lock nor records: only the engine can have left something.
  if (!(await namespaceExists(context.cluster, stack.namespace))) return withoutNamespace(stack, context);
  const wanted = {
    namespace: stack.namespace,
    project: stack.project,
    stack: stack.name,
    operator: context.operator,
    release: newRecordId(new Date()),
  };
  const lock = await acquireLock(context.cluster, wanted, context);
  try {
    const mended = await context.engine.recover();
    const all = await wholeHistory(context.records, context.engine, stack);
    mended.push(...(await closeRuns(all, context)));
    // A run of a schedule releases nothing that could have arrived.
    const records = all.filter(({ kind }) => kind !== "run");
    const [newest, ...older] = records;
    for (const record of older.filter(isOpen)) mended.push(await closeInterrupted(record, context));
    if (newest === undefined) return { mended };
    if (of !== undefined && newest.id !== of) {
      mended.push(`${of} is not the newest release, ${newest.id} is: nothing is taken back`);
      return { mended };
    }
    if (mayHaveArrived(newest) && (await allArrived(newest, stack, context))) {
      const finished = await finish(newest, context);
      if (finished) return { mended, finished: newest };
    }
    if (isOpen(newest)) mended.push(await closeInterrupted(newest, context));
    if (!needsUndoing(newest)) return { mended };
    const steady = { ...context, signal: lock.lost };
    const kept = await keptByJobs(newest, records, steady, mended);
    if (newest.changes.every(({ service }) => kept.includes(service))) return { mended };
    const way = wayBack(newest, records, kept);
    if (way === undefined) {
      mended.push(`no good release of ${describeChanges(newest.changes)} to go back to; release up goes on`);
      return { mended };
    }
    await approveRestore(newest, way, mended, context);
    await seeWhatWasSent(newest, stack, steady);
    if (newest.result === "cancelled" && why !== undefined)
      newest.reason ??= `taken back by ${context.operator}: ${why}`;
    // As in a release, Ctrl-C does not stop the way back; losing the lock does.
    const restored = await restore(newest, records, steady, kept);
    if (restored !== undefined) {
      newest.restoredBy = restored.id;
      await context.records.save(newest).catch(() => undefined);
      context.ended?.(restored);
    }
    return { mended, ...(restored === undefined ? {} : { restored }) };
  } finally {
    await lock.release();
  }
}

async function withoutNamespace(stack: Stack, { engine, records }: ReleaseContext): Promise<Recovery> {
  const mended = await engine.recover();
  const released = await wholeHistory(records, engine, stack);
  if (released.length === 0) return { mended };
  return {
    mended: [
      ...mended,
      `namespace ${stack.namespace} is gone, with the records in it; next: release up brings it back`,
    ],
  };
}

/** What jobs did that can be undone is, and the services that must not go back are named. */
async function keptByJobs(
  newest: ReleaseRecord,
  records: readonly ReleaseRecord[],
  context: ReleaseContext,
  mended: string[],
): Promise<string[]> {
  if ((newest.jobs ?? []).length === 0) return [];
  const kept = await clearWay(newest, records, context);
  if (kept.size > 0) {
    newest.result = "failed";
    const why = [...kept].map(([service, reason]) => `${service} is not taken back: ${reason}`);
    newest.reason = [newest.reason, ...why].filter(Boolean).join("; ");
    mended.push(
      ...why.map((reason) => `${reason}; fix forward, or: release rollback SERVICE --force-restore -m REASON`),
    );
  }
  await context.records.save(newest);
  return [...kept.keys()];
}

function isOpen(record: ReleaseRecord): boolean {
  return record.result === "running";
}

/** A failed release that was kept for study stays as it is; a way back that failed is gone again. */
function needsUndoing({ kind, result }: ReleaseRecord): boolean {
  if (result === "interrupted" || result === "cancelled" || result === "rollback failed") return true;
  return kind === "restore" && result === "failed";
}

/** Also what an `up` closed as interrupted and then did not go on with, and what Ctrl-C left to the cluster. */
function mayHaveArrived(record: ReleaseRecord): boolean {
  return isOpen(record) || record.result === "interrupted" || record.result === "cancelled";
}

/**
 * What a provider had sent when it was killed Pulumi's state knows nothing of, and nothing is pending: it would find
 * nothing to take back.
 */
async function seeWhatWasSent(newest: ReleaseRecord, stack: Stack, context: ReleaseContext): Promise<void> {
  const services = newest.changes.flatMap(
    // One that leaves the stack is not in its file any more.
    ({ service, after }) =>
      stack.config.services.find(({ name }) => name === service) ?? describedService(service, after, stack) ?? [],
  );
  const known = expectedObjects({ ...stack.config, namespaces: {}, watch: undefined, services }, stack, () => true);
  const targets = [...new Set(known.map(({ urn }) => urn))];
  try {
    if (targets.length > 0) await seeInState(context, { targets, message: `see what ${newest.id} has changed` });
  } catch (error) {
    // Without the right to read them all, the way back goes by what Pulumi knows.
    const text = errorText(error);
    context.emit({ type: "note", at: Date.now(), level: "warning", message: text });
  }
}

/** Asks as a release does, with what is going to change on screen. */
async function approveRestore(
  { project, stack }: ReleaseRecord,
  { back, takenOut, unknown }: WayBack,
  mended: readonly string[],
  context: ReleaseContext,
): Promise<void> {
  const note = (message: string): void => {
    context.emit({ type: "note", at: Date.now(), level: "warning", message });
  };
  if (takenOut.length > 0) note(`out of service again, as it never served: ${takenOut.join(", ")}`);
  const services = back.map((change) => ({
    ...change,
    changes: [
      ...(unknown.includes(change.service) ? [basicStays(change.service)] : []),
      ...parameterChanges(change.before, change.after),
    ],
  }));
  try {
    await askApproval(
      { kind: "restore", project, stack, services, unchanged: [], pending: [], removals: [] },
      context,
      nobody,
    );
  } catch (error) {
    // Done all the same, and nowhere else to be read then.
    mended.forEach(note);
    throw error;
  }
}

async function allArrived(record: ReleaseRecord, stack: Stack, context: ReleaseContext): Promise<boolean> {
  const live = await liveStatus(context.cluster, stack);
  const arrived = await Promise.all(
    record.changes.map(async (change) =>
      hasArrived(change, {
        wanted: stack.services.get(change.service)?.parameters,
        live: live.find(({ service }) => service === change.service),
        revision: await currentRevision(change, context.cluster),
        deployed: await isDeployed(change, context.cluster),
      }),
    ),
  );
  return arrived.length > 0 && arrived.every(Boolean);
}

/** Lets the engine go through the update once more, so that its state knows what the cluster already has. */
async function finish(record: ReleaseRecord, context: ReleaseContext): Promise<boolean> {
  const text = await readFile(stackFile(context.location), "utf8");
  const only = record.changes.map(({ service }) => service);
  const up = await applyRecord(record, { text, files: serviceFiles(context.location), only }, context);
  if (up.result !== "succeeded") return false;
  const why = record.result === "cancelled" ? "it was cancelled" : "its process ended early";
  record.result = "succeeded";
  record.reason = `${why}; the cluster finished the rollout`;
  record.endedAt = new Date().toISOString();
  await context.records.save(record);
  context.ended?.(record);
  return true;
}

async function closeInterrupted(record: ReleaseRecord, context: ReleaseContext): Promise<string> {
  record.result = "interrupted";
  record.reason ??= "its process ended without closing the record";
  await context.records.save(record);
  context.ended?.(record);
  return `release ${record.id} (${record.kind} by ${record.operator}) was interrupted; its record is closed`;
}
