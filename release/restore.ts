import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "./atomicFile.ts";
import type { ReleaseContext } from "./context.ts";
import { editStackFile, type StackFileEdit } from "./parameters/stackFileEdit.ts";
import { stackFile } from "./parameters/stack.ts";
import { lastGood } from "./records/choose.ts";
import { newRecordId, type ReleaseRecord, type ServiceChange } from "./records/record.ts";
import { patiently } from "./records/patiently.ts";
import { updateMessage } from "./records/updateMessage.ts";

/**
 * The way back after a failure: a new release of the last good parameters of every service of the failed one (all or
 * none), awaited and recorded. Undefined where nothing good is on record for one of them: then all is left as it is.
 */
export async function restore(
  failed: ReleaseRecord,
  records: readonly ReleaseRecord[],
  context: ReleaseContext,
): Promise<ReleaseRecord | undefined> {
  const changes = wayBack(failed, records);
  if (changes === undefined) {
    context.emit({ type: "note", at: Date.now(), level: "error", message: nothingToGoBackTo(failed, records) });
    return undefined;
  }
  const record: ReleaseRecord = {
    id: newRecordId(new Date()),
    project: failed.project,
    stack: failed.stack,
    kind: "restore",
    changes,
    operator: failed.operator,
    description: `after ${failed.id} failed: ${failed.reason ?? "unknown"}`,
    ...(failed.git === undefined ? {} : { git: failed.git }),
    engine: context.engine.name,
    startedAt: new Date().toISOString(),
    phases: [],
    result: "running",
    of: failed.id,
  };
  // A record that cannot be written must not keep the services from coming back.
  await context.records.save(record).catch(() => undefined);
  await putBack(record, context);
  record.endedAt = new Date().toISOString();
  await patiently(() => context.records.save(record)).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    context.emit({ type: "note", at: Date.now(), level: "warning", message: `the restore is not on record: ${text}` });
  });
  return record;
}

async function putBack(record: ReleaseRecord, context: ReleaseContext): Promise<void> {
  try {
    const file = stackFile(context.location);
    const edits: StackFileEdit[] = record.changes.map(({ service, after }) => ({ service, ...after }));
    await writeFileAtomic(file, editStackFile(await readFile(file, "utf8"), edits));
    const startedAt = Date.now();
    const up = await context.engine.up({ message: updateMessage(record), emit: context.emit, signal: context.signal });
    record.phases = [{ phase: "roll out", seconds: (Date.now() - startedAt) / 1000 }];
    record.result = up.result;
    const [failure] = up.failures;
    if (failure !== undefined) {
      record.reason = failure.message;
      if (failure.cause !== undefined) record.cause = failure.cause;
    }
  } catch (error) {
    record.result = "failed";
    record.reason = error instanceof Error ? error.message : String(error);
  }
}

/** Each service of the failed release with what it goes back to; undefined where one has nothing. */
export function wayBack(failed: ReleaseRecord, records: readonly ReleaseRecord[]): ServiceChange[] | undefined {
  const changes = failed.changes.map(({ service, namespace, after }) => {
    const good = lastGood(records, service);
    return good === undefined ? undefined : { service, namespace, before: after, after: good };
  });
  return changes.every((change) => change !== undefined) ? changes : undefined;
}

function nothingToGoBackTo(failed: ReleaseRecord, records: readonly ReleaseRecord[]): string {
  const without = failed.changes.filter(({ service }) => lastGood(records, service) === undefined);
  return `nothing to go back to: no good release of ${without.map(({ service }) => service).join(", ")} is on record; all is left as it is`;
}
