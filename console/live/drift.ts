import { readText } from "../../components/config/stackFile.ts";
import { errorText } from "../../errors/errorText.ts";
import { stackFile } from "../../parameters/location.ts";
import { detectDrift, lookEarly } from "../../release/drift/detect.ts";
import type { StackLive } from "./stackLive.ts";

/** Counted at most so often: it lists each kind of the stack's objects. ms */
const everyMs = 60_000;
const counted = new WeakMap<StackLive, number>();

/** Counts what somebody changed by hand, where that was not done lately. @param note hears why it cannot be done */
export async function countDrift(live: StackLive, note: (text: string) => void): Promise<void> {
  const now = performance.now();
  if (!live.synced || now - (counted.get(live) ?? -Infinity) < everyMs) return;
  counted.set(live, now);
  const { source, stack, records } = live;
  const { cluster, location } = source;
  try {
    const text = readText(stackFile(location), location.stack);
    const early = lookEarly(cluster, stack);
    const found = await detectDrift({ cluster, location, stack, text, engine: () => source.engine(), records, early });
    const byService = Map.groupBy(found.drift, ({ service }) => service ?? "");
    live.setDrift(new Map([...byService].map(([service, objects]) => [service, objects.length])));
  } catch (error) {
    note(`the drift of ${stack.name} is not known: ${errorText(error)}`);
  }
}
