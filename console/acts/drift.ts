import { z } from "zod";
import type { StackLive } from "../live/stackLive.ts";
import type { StackCommand } from "./command.ts";
import { run, saidIn } from "./printed.ts";

/** Counted at most so often: it lists each kind of the stack's objects. ms */
const everyMs = 60_000;
const counted = new WeakMap<StackLive, number>();

/** As `release drift --json` prints it, as far as it is counted. */
const printed = z.object({ drift: z.array(z.looseObject({ service: z.string().optional() })) });

/**
 * Counts what somebody changed by hand, where that was not done lately: by a process of its own, for all objects of a large stack
 * are more than the server itself holds.
 * @param note hears why it cannot be done
 */
export async function countDrift(
  live: StackLive,
  command: () => StackCommand,
  note: (text: string) => void,
): Promise<void> {
  const now = performance.now();
  if (!live.synced || now - (counted.get(live) ?? -Infinity) < everyMs) return;
  counted.set(live, now);
  const { value, problem } = saidIn(await run(command(), ["drift"], {}, new AbortController().signal));
  const read = printed.safeParse(value);
  if (read.success) live.setDrift(driftByService(read.data.drift));
  else note(`the drift of ${live.stack.name} is not known: ${problem?.what ?? "release drift said nothing"}`);
}

/** Objects by the service that they belong to; those of none are the stack's own. Pure. */
export function driftByService(objects: readonly { service?: string | undefined }[]): Map<string, number> {
  const byService = Map.groupBy(objects, ({ service }) => service ?? "");
  return new Map([...byService].map(([service, its]) => [service, its.length]));
}
