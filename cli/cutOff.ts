import { currentHolder } from "../lock/acquire.ts";
import { describeChanges, type ReleaseRecord } from "../records/record.ts";
import type { Style } from "./renderers/style.ts";
import type { Session } from "./session.ts";
import { placeOf } from "../parameters/stack.ts";

/**
 * The releases on record as running that nobody runs any more: their process was killed, or its machine is gone. A
 * release has the lock from before its record is opened until after it is closed, so one that still runs in a second
 * look, with nobody holding the lock in between, is over.
 */
export async function cutOff(session: Session, records: readonly ReleaseRecord[]): Promise<ReleaseRecord[]> {
  // What plain `pulumi up` runs knows no lock of ours.
  // Nor does a run of a schedule, which goes on by itself.
  const running = records.filter(
    ({ id, kind, result }) => result === "running" && kind !== "run" && !id.startsWith("pulumi-"),
  );
  if (running.length === 0) return [];
  const holder = await lockHolder(session);
  const orphans = running.filter(({ id }) => holder?.release !== id);
  if (orphans.length === 0) return [];
  const still = new Map((await session.records.list()).map((record) => [record.id, record.result]));
  return orphans.filter(({ id }) => still.get(id) === "running");
}

/** Who releases now, and which release; undefined where nobody does. */
export async function lockHolder({ cluster, stack }: Session): Promise<{ text: string; release: string } | undefined> {
  const holder = await currentHolder(cluster, placeOf(stack));
  return holder?.free === false ? holder : undefined;
}

export function cutOffLines(records: readonly ReleaseRecord[], style: Style): string[] {
  return records.map(({ id, kind, changes, operator }) =>
    style.warn(
      `cut off: ${kind} ${describeChanges(changes)} by ${operator} (${id}): its process is gone; next: release recover`,
    ),
  );
}
