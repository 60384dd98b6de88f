import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { errorText } from "../../errors/errorText.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { staleWaivers } from "../../components/config/staleWaivers.ts";
import type { ServiceFiles } from "../../components/config/serviceFiles.ts";
import type { ReleaseContext } from "../context.ts";
import { basesOf, editStackFile, type Bases, type StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { jobsAfter } from "../jobs/jobRuns.ts";
import { applyRecord } from "../rollOut/applyRecord.ts";
import { basicUnknownText } from "../../records/basicUnknown.ts";
import { seenAs, type ReleaseRecord } from "../../records/record.ts";
import { newRecordId } from "../../records/recordId.ts";
import { patiently } from "../../records/patiently.ts";
import { wayBack } from "../../records/wayBack.ts";
import { changedOverrides } from "../../parameters/overrides.ts";
import { describedStack, serviceFiles } from "../../parameters/stack.ts";
import { renamedBack } from "../../parameters/renamed.ts";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";
import { withoutServices } from "../../parameters/withoutServices.ts";
import { awaitLeaving } from "./awaitLeaving.ts";
import { scopeOf } from "../check/scope.ts";
import { stackFile } from "../../parameters/location.ts";

/**
 * The way back after a failure: a new release that brings back what stood before the failed one, awaited and recorded.
 * Services that served get their last good parameters; those that the failed release introduced leave again. Undefined
 * where no service of it ever served: then all is left as it is.
 * @param kept services that jobs keep from going back
 * @param planned the services' files that the failed release went by; default: as they stand
 */
export async function restore(
  failed: ReleaseRecord,
  records: readonly ReleaseRecord[],
  context: ReleaseContext,
  kept: readonly string[] = [],
  planned?: ServiceFiles,
): Promise<ReleaseRecord | undefined> {
  const way = wayBack(failed, records, kept);
  if (way === undefined) {
    context.emit({ type: "note", at: Date.now(), level: "error", message: nothingToGoBackTo(failed) });
    return undefined;
  }
  const { back: changes, takenOut, left, unknown } = way;
  for (const service of unknown) {
    context.emit({ type: "note", at: Date.now(), level: "warning", message: basicUnknownText(service) });
  }
  const record: ReleaseRecord = {
    id: newRecordId(new Date()),
    project: failed.project,
    stack: failed.stack,
    kind: "restore",
    changes,
    // Who takes it back: after an interruption it may be somebody else.
    operator: context.operator,
    ...seenAs(context.user()),
    description: `after ${failed.id} ${howItEnded(failed)}`,
    ...(failed.git === undefined ? {} : { git: failed.git }),
    ...(failed.leftFields === undefined ? {} : { leftFields: failed.leftFields }),
    startedAt: new Date().toISOString(),
    phases: [],
    result: "running",
    of: failed.id,
    ...(takenOut.length === 0 ? {} : { takenOut }),
    ...(left.length === 0 ? {} : { left }),
  };
  // A record that cannot be written must not keep the services from coming back.
  await context.records.save(record).catch(() => undefined);
  await putBack(record, failed, records, context, planned);
  record.endedAt = new Date().toISOString();
  await patiently(() => context.records.save(record)).catch((error: unknown) => {
    const text = errorText(error);
    context.emit({ type: "note", at: Date.now(), level: "warning", message: `the restore is not on record: ${text}` });
  });
  return record;
}

/** While it is being taken back it counts as running still. Pure. */
function howItEnded({ result, reason }: Pick<ReleaseRecord, "result" | "reason">): string {
  if (result === "cancelled") return reason === undefined ? "was cancelled" : `was cancelled: ${reason}`;
  const what = result === "interrupted" ? "was interrupted" : "failed";
  return `${what}: ${reason ?? "unknown"}`;
}

async function putBack(
  record: ReleaseRecord,
  failed: ReleaseRecord,
  records: readonly ReleaseRecord[],
  context: ReleaseContext,
  planned: ServiceFiles | undefined,
): Promise<void> {
  try {
    const file = stackFile(context.location);
    const places = renamings(failed);
    const edits = record.changes.map(({ service, after, groups }): StackFileEdit => ({
      service,
      ...after,
      ...(groups === undefined ? {} : { groups }),
    }));
    // The file goes on saying that it is renamed, for the next try.
    const written = edits.filter(({ service }) => !places.has(service));
    const files = planned ?? serviceFiles(context.location);
    const bases = basesOf(files, record.stack);
    const before = await readFile(file, "utf8");
    const wanted = editStackFile(before, written, bases);
    const of = { file: basename(file), stack: record.stack, files };
    for (const message of changedOverrides(before, wanted, of)) {
      context.emit({ type: "note", at: Date.now(), level: "warning", message });
    }
    await putFileBack(file, wanted, record, context);
    const startedAt = Date.now();
    // What it goes back on, and nothing else: others' changes in the file are theirs to release.
    const only = [...record.changes.map(({ service }) => service), ...(record.takenOut ?? [])];
    // What served may be older than a rule.
    const described = describedStack(context.location, wanted, files);
    for (const line of described.config.services.filter(({ name }) => only.includes(name)).flatMap(staleWaivers)) {
      const message = `${line}; it goes back all the same, and is to be taken out before the next release`;
      context.emit({ type: "note", at: Date.now(), level: "warning", message });
    }
    const scope = scopeOf(described, wanted, only, records);
    const text = renamesUndone(scope.text, record, places, bases);
    await awaitLeaving(record, context);
    // Jobs run where the failed release had undone what they did: what comes next must know of it.
    const emit: ReleaseContext["emit"] = (event) => {
      if (event.type === "job") record.jobs = jobsAfter(record, event);
      context.emit(event);
    };
    const up = await applyRecord(record, { text, files, only }, { ...context, emit });
    record.phases = [{ phase: "roll out", seconds: (Date.now() - startedAt) / 1000 }];
    record.result = up.result;
    const [failure] = up.failures;
    if (failure !== undefined) {
      record.reason = failure.message;
      if (failure.cause !== undefined) record.cause = failure.cause;
    }
  } catch (error) {
    record.result = "failed";
    record.reason = errorText(error);
  }
}

/** Of the failed release: the services that others were to stand in place of, with those. */
function renamings({ changes }: ReleaseRecord): Map<string, { renamedTo: string; now: ServiceParameters | undefined }> {
  return new Map(
    changes.flatMap(({ service, renamedTo }) => {
      if (renamedTo === undefined) return [];
      return [[service, { renamedTo, now: changes.find((change) => change.service === renamedTo)?.after }]];
    }),
  );
}

/** However far the renaming came: the service takes back what the other has taken over by then, and stands alone. */
function renamesUndone(
  text: string,
  { changes }: ReleaseRecord,
  places: ReturnType<typeof renamings>,
  bases: Bases,
): string {
  if (places.size === 0) return text;
  const edits = changes.flatMap(({ service, after }): StackFileEdit[] => {
    const place = places.get(service);
    if (place === undefined) return [];
    const { basic, ...rest } = renamedBack(service, after, place);
    // The other's name is not its to answer by: nobody has called it by that yet.
    return [{ service, ...rest, basic: { ...basic, earlierName: false } }];
  });
  return editStackFile(
    withoutServices(
      text,
      [...places.values()].map(({ renamedTo }) => renamedTo),
    ),
    edits,
    bases,
  );
}

/** A file that cannot be written (the disk is full) must not keep the services from coming back. */
async function putFileBack(
  file: string,
  text: string,
  { changes }: ReleaseRecord,
  { emit }: ReleaseContext,
): Promise<void> {
  try {
    await writeFileAtomic(file, text);
  } catch (error) {
    const why = errorText(error);
    const versions = changes.map(({ service, after }) => `${service} ${after.release.version}`).join(", ");
    const message = `the services go back, but ${file} does not: ${why}. Once it can be written, set it back by hand: ${versions}`;
    emit({ type: "note", at: Date.now(), level: "error", message });
  }
}

function nothingToGoBackTo({ changes }: ReleaseRecord): string {
  return `nothing to go back to: no good release of ${changes.map(({ service }) => service).join(", ")} is on record; all is left as it is`;
}
