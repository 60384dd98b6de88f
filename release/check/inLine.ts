import { setTimeout as sleep } from "node:timers/promises";
import { stopIfCancelled } from "../../errors/cancelled.ts";
import { Problem } from "../../errors/problem.ts";
import { acquireLock, currentHolder, type LockRequest } from "../../lock/acquire.ts";
import type { ReleaseLock } from "../../lock/keep.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { ReleaseContext, ReleaseRequest } from "../context.ts";

/** How long a release waits unasked: for the end of another of other services, or until it is known what that releases. */
const patience = { forOthersSeconds: 600, unknownSeconds: 10 };
const lookEveryMs = 500;

/**
 * Takes the stack's lock, in line where that is held: behind a release of other services by itself, for it hurts nobody,
 * behind any for as long as `--wait` says.
 * @throws Problem RELEASE_IN_PROGRESS (exit 4) once there is nothing more to wait for; CANCELLED
 */
export async function lockInLine(
  wanted: LockRequest,
  request: Pick<ReleaseRequest, "edits" | "remove" | "waitSeconds">,
  context: ReleaseContext,
): Promise<{ lock: ReleaseLock; waited: boolean }> {
  const named = [...request.edits.map(({ service }) => service), ...(request.remove ?? [])];
  const from = performance.now();
  let told: string | undefined;
  for (;;) {
    try {
      return { lock: await acquireLock(context.cluster, wanted, context), waited: told !== undefined };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "RELEASE_IN_PROGRESS") throw error;
      const holder = await currentHolder(context.cluster, wanted);
      if (holder !== undefined) {
        const running = (await context.records.list()).find(({ id }) => id === holder.release);
        const limit = request.waitSeconds ?? waitUnasked(named, running);
        if ((performance.now() - from) / 1000 >= limit) throw error;
        if (told !== holder.release) {
          context.emit({ type: "note", at: Date.now(), level: "info", message: `in line behind ${holder.text}` });
          told = holder.release;
        }
      }
      await sleep(lookEveryMs, undefined, { signal: context.signal }).catch(() => undefined);
      stopIfCancelled(context);
    }
  }
}

/** How long to wait unasked for a release that runs, in s. Pure. */
export function waitUnasked(named: readonly string[], running: Pick<ReleaseRecord, "changes"> | undefined): number {
  if (named.length === 0) return 0;
  if (running === undefined) return patience.unknownSeconds;
  return running.changes.some(({ service }) => named.includes(service)) ? 0 : patience.forOthersSeconds;
}
