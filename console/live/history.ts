import { errorText } from "../../errors/errorText.ts";
import type { UpdateSummary } from "../../engine/engine.ts";
import { mergeHistory } from "../../records/history.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { StackLive } from "./stackLive.ts";

/** What plain `pulumi up`s did is in Pulumi's own history, which is asked at most so often: no watch tells of it. ms */
const everyMs = 60_000;

interface Known {
  at: number;
  asking: Promise<unknown> | undefined;
  updates: UpdateSummary[];
  merged?: { from: readonly ReleaseRecord[]; records: ReleaseRecord[] };
}
const known = new WeakMap<StackLive, Known>();

/** All releases, newest first: the records, and what has none. What Pulumi cannot be asked for is left out. */
export async function wholeRecords(live: StackLive, note: (text: string) => void): Promise<readonly ReleaseRecord[]> {
  const state = known.get(live) ?? { at: -Infinity, asking: undefined, updates: [] };
  known.set(live, state);
  const first = state.at === -Infinity;
  if (state.asking === undefined && performance.now() - state.at > everyMs) state.asking = ask(live, state, note);
  // Nobody waits for what is only to be brought up to date.
  if (first) await state.asking;
  if (state.updates.length === 0) return live.records;
  if (state.merged?.from !== live.records) {
    state.merged = { from: live.records, records: mergeHistory(live.records, state.updates, live.stack) };
  }
  return state.merged.records;
}

async function ask(live: StackLive, state: Known, note: (text: string) => void): Promise<void> {
  try {
    state.updates = await (await live.source.engine()).history();
    delete state.merged;
  } catch (error) {
    note(`Pulumi's history of ${live.stack.name} is not known: ${errorText(error)}`);
  } finally {
    state.at = performance.now();
    state.asking = undefined;
  }
}
