import type { Engine } from "../../engine/engine.ts";
import type { Stack } from "../../parameters/stack.ts";
import { mergeHistory } from "../../records/history.ts";
import { isPlain, withSecrets } from "../../records/plainUpdate.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { beyondBound, keptRecords, type RecordStore } from "../../records/store.ts";

export interface RecordedPlain {
  /** Newest first. */
  recorded: ReleaseRecord[];
  /** That were on record before. */
  known: ReleaseRecord[];
  /** One that goes on: it gets its record once it is over. */
  running: ReleaseRecord[];
}

/**
 * Gives each update that a plain `pulumi up` made, and that changed something, the record that a release has. What is
 * there stays as it is, and none is written that the bound on records would take away again.
 * @param since default: as far back as Pulumi is ever asked
 */
export async function recordPlain(
  { records, engine, stack }: { records: RecordStore; engine: Engine; stack: Stack },
  { since, dryRun }: { since?: Date; dryRun: boolean },
): Promise<RecordedPlain> {
  const [own, updates] = await Promise.all([
    records.list(),
    since === undefined ? engine.history(true) : engine.historySince(since).then((found) => found.updates),
  ]);
  const { known, missing } = plainOnes(own, mergeHistory(own, updates, stack), since);
  const running = missing.filter(({ result }) => result === "running");
  const recorded = missing.filter(({ result }) => result !== "running");
  if (dryRun || recorded.length === 0) return { recorded, known, running };
  for (const record of recorded) await records.save(withSecrets(record, () => ({})));
  await records.prune().catch(() => undefined);
  return { recorded, known, running };
}

/** Pure. @param all newest first, those without a record among them */
function plainOnes(own: readonly ReleaseRecord[], all: readonly ReleaseRecord[], since: Date | undefined) {
  const ids = new Set(own.map(({ id }) => id));
  const beyond = new Set(beyondBound(all, keptRecords));
  const asked = all.filter((record) => isPlain(record) && (since === undefined || new Date(record.startedAt) >= since));
  return {
    known: asked.filter(({ id }) => ids.has(id)),
    missing: asked.filter((record) => !ids.has(record.id) && !beyond.has(record)),
  };
}
