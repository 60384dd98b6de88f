import { basename } from "node:path";
import { readText } from "../../components/config/stackFile.ts";
import { errorText } from "../../errors/errorText.ts";
import { exitCodes, NothingSent, Problem } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import type { Checked } from "../check/check.ts";
import { changedFile } from "../changedFile.ts";
import type { ReleaseContext, ReleaseRequest } from "../context.ts";
import type { DriftedField, DriftedObject } from "../../drift/drift.ts";
import { addedSalt, ended } from "../../engine/salt.ts";
import type { ReleaseEvent } from "../events.ts";
import { sameParameters } from "../../parameters/serviceParameters.ts";
import { jobsAfter } from "../jobs/jobRuns.ts";
import { outOfTime } from "./outOfTime.ts";
import type { Phases } from "../phases.ts";
import type { ReleasePlan } from "../plan.ts";
import type { ReleaseRecord, ServiceChange } from "../../records/record.ts";
import { rollOut, type RollOutOutcome } from "./rollOut.ts";
import { touchesCluster } from "./touched.ts";
import { stackFile } from "../../parameters/location.ts";

/** A release under way. */
export interface OpenRelease {
  request: ReleaseRequest;
  checked: Checked;
  plan: ReleasePlan;
  record: ReleaseRecord;
  phases: Phases;
  context: ReleaseContext;
}

/**
 * Writes the stack's file and rolls it out, until it is done, has failed, or was stopped: by Ctrl-C, by `--timeout`, or
 * by the loss of the lock. Where nothing was touched all is put back, and it throws.
 */
export async function attempt({
  request,
  checked,
  plan,
  record,
  phases,
  context,
}: OpenRelease): Promise<RollOutOutcome> {
  const { timeoutSeconds } = request;
  const timeout = timeoutSeconds === undefined ? [] : [AbortSignal.timeout(timeoutSeconds * 1000)];
  const signal = AbortSignal.any([context.signal, checked.lock.lost, ...timeout]);
  const seen = { change: false, done: new Map<string, number>() };
  const emit = (event: ReleaseEvent): void => {
    if (touchesCluster(event)) seen.change = true;
    if (event.type === "job") noteJob(event);
    if (event.type === "rollout" && event.status.phase === "complete") seen.done.set(event.workload.name, event.at);
    context.emit(event);
  };
  const saving: Promise<void>[] = [];
  const noteJob = (event: Extract<ReleaseEvent, { type: "job" }>): void => {
    const known = record.jobs?.find(({ name }) => name === event.workload.name)?.result;
    record.jobs = jobsAfter(record, event);
    const now = record.jobs.find(({ name }) => name === event.workload.name)?.result;
    // Kept at once: whoever comes after a kill must know what the data has been through.
    if (known !== now) saving.push(context.records.save(record).catch(() => undefined));
  };
  const file = stackFile(context.location);
  /** What was written over. */
  let written: string | undefined;
  try {
    if (checked.after !== checked.before) {
      const standing = readText(file, record.stack);
      const salt = addedSalt(checked.before, standing);
      if (salt === undefined) throw changedFile(basename(file));
      await writeFileAtomic(file, salt === "" ? checked.after : `${ended(checked.after)}${salt}`);
      written = standing;
    }
    const outcome = await rollOut(record, checked, phases, { ...context, emit, signal });
    await Promise.all(saving);
    record.changes = changesMade(record, plan, outcome);
    if (record.drift !== undefined) record.drift = record.drift.map((object) => withDownTime(object, seen.done));
    if (outcome.result !== "cancelled") return outcome;
    if (checked.lock.lost.aborted) return { ...outcome, result: "interrupted", reason: reasonOf(checked.lock.lost) };
    if (context.signal.aborted || timeoutSeconds === undefined) return outcome;
    return outOfTime(record.changes, outcome, new Set(seen.done.keys()), timeoutSeconds);
  } catch (error) {
    // A file that cannot be put back (the disk is full) leaves a record, for recover to see.
    const untouched =
      error instanceof Problem &&
      (!seen.change || error instanceof NothingSent) &&
      (written === undefined || (await putBack(file, written)));
    if (untouched) {
      // Kept where the cluster is gone: then the next release closes it.
      await context.records.remove(record).catch(() => undefined);
    } else {
      record.reason = errorText(error);
      await closeCutOff(record, context);
    }
    throw error instanceof Problem && !untouched ? cutOff(record, error) : error;
  }
}

/** From its last pod's end until pods served again. */
function withDownTime(object: DriftedObject, done: ReadonlyMap<string, number>): DriftedObject {
  const upAt = object.kind === "Deployment" ? done.get(object.name ?? "") : undefined;
  if (object.since === undefined || upAt === undefined) return object;
  return { ...object, downSeconds: Math.max(0, Math.round((upAt - Date.parse(object.since)) / 1000)) };
}

async function putBack(file: string, text: string): Promise<boolean> {
  return writeFileAtomic(file, text).then(
    () => true,
    () => false,
  );
}

/** Told where that is on record: where it cannot be kept, recover finds it open, closes it and tells. */
export async function closeCutOff(
  record: ReleaseRecord,
  { records, ended: tell }: Pick<ReleaseContext, "ended"> & { records: Pick<ReleaseContext["records"], "save"> },
): Promise<void> {
  record.result = "interrupted";
  await records.save(record).then(
    () => tell?.(record),
    () => undefined,
  );
}

/** What is said of a problem that comes before anything is touched would mislead here. */
export function cutOff(record: ReleaseRecord, problem: Problem): Problem {
  return new Problem({
    code: problem.code,
    what: `release ${record.id} was cut off: ${problem.message}`,
    ...(problem.where === undefined ? {} : { where: problem.where }),
    details: [...problem.details],
    next: "once that is mended: release recover, which finishes the release if it has arrived, else goes back to the last good one",
    exitCode: problem.exitCode === exitCodes.unreachable ? exitCodes.unreachable : exitCodes.interrupted,
    cause: problem,
  });
}

/** On record stand the services whose parameters differ, and those of which the program changed something. */
function changesMade(record: ReleaseRecord, plan: ReleasePlan, { touched }: RollOutOutcome): ServiceChange[] {
  const named = new Set(record.changes.map(({ service }) => service));
  const kept = new Set(record.drift?.flatMap(({ service, fields }) => (fields.some(isKept) ? (service ?? []) : [])));
  const made = [...record.changes, ...plan.unchanged.filter(({ service }) => !named.has(service))].filter(
    ({ service, before, beforeUnknown, after, removed }) =>
      removed === true ||
      beforeUnknown === true ||
      touched.has(service) ||
      kept.has(service) ||
      !sameParameters(before, after),
  );
  return made.length > 0 ? made : record.changes;
}

function isKept({ kept }: DriftedField): boolean {
  return kept === true;
}

export function reasonOf({ reason }: AbortSignal): string {
  return errorText(reason);
}
