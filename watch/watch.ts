import { Problem } from "../errors/problem.ts";
import type { Checkout, Commit } from "./checkout.ts";
import { failedBefore, problemIn, resultOf, type Ended } from "./ended.ts";
import type { Memory } from "./memory.ts";

/** What watching works with. */
export interface WatchParts {
  checkout: Checkout;
  memory: Memory;
  /** Writes new tags of images into the branch, as it stands at this commit; whether it has. */
  followTags?: ((tip: Commit) => Promise<boolean>) | undefined;
  /** Why nothing may be released now; undefined where it may. */
  held: () => Promise<string | undefined>;
  /** The stack's services, as the checkout has them. */
  services: () => string[];
  /** Releases what the checkout asks for: of these services, or of all. */
  release: (commit: Commit, services?: readonly string[]) => Promise<Ended>;
  /** One line, when something has changed; the same again is not said again. */
  say: (line: string) => void;
  /** Told after each look at the branch. */
  looked?: (() => void) | undefined;
  /** Between two looks. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  intervalMs: number;
  /** Each commit by itself, oldest first, or the newest alone. */
  each: boolean;
}

/** Longest time between two looks while something is away. */
const longestMs = 60_000;

/** Follows the branch until it is told to stop; a release that runs is seen through first. */
export async function watchBranch(parts: WatchParts, signal: AbortSignal): Promise<void> {
  const say = once(parts.say);
  for (let failed = 0; !signal.aborted;) {
    try {
      failed = (await look(parts, say, signal)) ? 0 : failed + 1;
    } catch (error) {
      // Of the branch too: whoever breaks the stack's file there must not end those who watch it.
      if (!(error instanceof Problem)) throw error;
      failed += 1;
      say(`${error.code}: ${error.message}; trying again`);
    }
    parts.looked?.();
    const longer = Math.min(longestMs, parts.intervalMs * 2 ** Math.min(failed, 10));
    await parts.pause(failed === 0 ? parts.intervalMs : longer, signal);
  }
}

/** One look at the branch, with all that follows from it. False where something is to be tried again. */
async function look(parts: WatchParts, say: (line: string) => void, signal: AbortSignal): Promise<boolean> {
  const { checkout, memory } = parts;
  let tip = await checkout.tip();
  if ((await parts.followTags?.(tip)) === true) tip = await checkout.tip();
  const settled = await memory.settled();
  for (const commit of await due(parts, tip, settled?.commit)) {
    if (signal.aborted) return true;
    const why = await parts.held();
    if (why !== undefined) {
      say(`${short(commit)} waits: ${why}`);
      return true;
    }
    await checkout.at(commit);
    const ended = await releaseOthersToo(parts, commit);
    const result = resultOf(ended);
    const problem = problemIn(ended.output)?.line;
    if (result === undefined) {
      say(`${short(commit)} is not released yet: ${problem ?? "the release was stopped"}; trying again`);
      return false;
    }
    await memory.settle({ commit: commit.id, at: new Date().toISOString(), result });
    say(`${short(commit)} ${words[result]}${problem === undefined || result === "released" ? "" : `: ${problem}`}`);
  }
  return true;
}

const words = {
  released: "is released",
  failed: "failed, and is not tried again: the next commit is",
  refused: "is refused: the next commit is tried",
} as const;

async function due({ checkout, each }: WatchParts, tip: Commit, settled: string | undefined): Promise<Commit[]> {
  if (settled === tip.id) return [];
  return each && settled !== undefined ? checkout.since(settled, tip) : [tip];
}

/** What failed before is not tried again, and stands in nobody else's way. */
async function releaseOthersToo(parts: WatchParts, commit: Commit): Promise<Ended> {
  const ended = await parts.release(commit);
  const failed = failedBefore(ended);
  if (failed.length === 0) return ended;
  const others = parts.services().filter((service) => !failed.includes(service));
  return others.length === 0 ? ended : parts.release(commit, others);
}

function short({ id, subject }: Commit): string {
  return `${id.slice(0, 8)} ${subject}`.slice(0, 80);
}

/** Says a line that is not the one before. */
function once(say: (line: string) => void): (line: string) => void {
  let before = "";
  return (line) => {
    if (line !== before) say(line);
    before = line;
  };
}
