import { Problem } from "../errors/problem.ts";
import type { Checkout, Commit } from "./checkout.ts";
import { failedBefore, problemIn, proposedIn, resultOf, type Ended } from "./ended.ts";
import type { Memory, Settled } from "./memory.ts";
import { problemOf } from "./problemOf.ts";
import { isOver, standingOf, type AskProposal, type Proposed } from "./proposed.ts";

type Versions = Record<string, string>;

/** What watching works with. */
export interface WatchParts {
  checkout: Checkout;
  memory: Memory;
  /** Writes new tags of images into the branch, as it stands at this commit; whether it has. */
  followTags?: ((tip: Commit) => Promise<boolean>) | undefined;
  /** Why nothing may be released now; undefined where it may. */
  held: () => Promise<string | undefined>;
  /** The stack's services with their versions, as the checkout has them. */
  versions: () => Versions;
  /** Services whose version in the checkout a rollback has left, and why: `release 2026… by ada rolled it back to v1`. */
  rolledBack: (versions: Versions) => Promise<ReadonlyMap<string, string>>;
  /** Releases what the checkout asks for: of these services, or of all. */
  release: (commit: Commit, services?: readonly string[]) => Promise<Ended>;
  /** What has become of a proposal. */
  proposal: AskProposal;
  /** One line, when something has changed; hears the same again, and says it once. */
  say: (line: string) => void;
  /** Told after each look at the branch, and whether it came to something. */
  looked?: ((well: boolean) => void) | undefined;
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
  const proposed: Proposed = new Map();
  for (let failed = 0; !signal.aborted;) {
    try {
      failed = (await look(parts, proposed, signal)) ? 0 : failed + 1;
    } catch (error) {
      // Whoever breaks a file in the branch must not end those who watch it.
      const { code, message } = problemOf(error);
      failed += 1;
      parts.say(`${code}: ${message}; trying again`);
    }
    parts.looked?.(failed === 0);
    const longer = Math.min(longestMs, parts.intervalMs * 2 ** Math.min(failed, 10));
    await parts.pause(failed === 0 ? parts.intervalMs : longer, signal);
  }
}

/** One look at the branch, with all that follows from it. False where something is to be tried again. */
async function look(parts: WatchParts, proposed: Proposed, signal: AbortSignal): Promise<boolean> {
  const { checkout, memory, say } = parts;
  let tip = await checkout.tip();
  if (signal.aborted) return true;
  if (await tagsWritten(parts, tip)) tip = await checkout.tip();
  let settled = await memory.settled();
  const settle = async (commit: Commit, result: Settled["result"], versions?: Versions): Promise<void> => {
    // What a commit that cannot be read asked for nobody knows: what was asked before is not new in the next one.
    const asked = versions ?? settled?.versions;
    settled = { commit: commit.id, at: new Date().toISOString(), result, ...(asked && { versions: asked }) };
    await memory.settle(settled);
  };
  for (const commit of await due(parts, tip, settled?.commit)) {
    const why = await parts.held();
    if (why !== undefined) {
      say(`${short(commit)} waits: ${why}`);
      return true;
    }
    const standing = await standingOf(commit, proposed, parts.proposal);
    if (standing?.state === "waiting") {
      say(`${short(commit)} waits: ${standing.text}`);
      return true;
    }
    if (standing !== undefined && isOver(standing)) {
      await settle(commit, "refused");
      say(`${short(commit)} ${words.refused}: ${standing.text}`);
      continue;
    }
    const refused = await refusedPackages(checkout, commit);
    if (refused !== undefined) {
      await settle(commit, "refused");
      say(`${short(commit)} ${words.refused}: ${refused.code}: ${refused.message}`);
      continue;
    }
    const versions = versionsOf(parts);
    const ended = await releaseCommit(parts, { commit, versions, settled }, signal);
    if (ended === undefined) return true;
    const waitsWith = proposedIn(ended);
    if (waitsWith !== undefined) {
      proposed.set(commit.id, waitsWith);
      say(`${short(commit)} waits: ${(await parts.proposal(waitsWith))?.text ?? `proposed as ${waitsWith}`}`);
      return true;
    }
    const result = resultOf(ended);
    const problem = problemIn(ended.output)?.line;
    if (result === undefined) {
      say(`${short(commit)} is not released yet: ${problem ?? "the release was stopped"}; trying again`);
      return false;
    }
    await settle(commit, result, versions);
    say(`${short(commit)} ${words[result]}${problem === undefined || result === "released" ? "" : `: ${problem}`}`);
  }
  return true;
}

/** Has the commit in the checkout; what stands in its way for as long as it is the same commit. */
async function refusedPackages(checkout: Checkout, commit: Commit): Promise<Problem | undefined> {
  try {
    await checkout.at(commit);
    return undefined;
  } catch (error) {
    if (error instanceof Problem && error.code === "PACKAGES_REFUSED") return error;
    throw error;
  }
}

const words = {
  released: "is released",
  failed: "failed, and is not tried again: the next commit is",
  refused: "is refused: the next commit is tried",
} as const;

/** What stands in its way is said, and holds up no commit. */
async function tagsWritten(parts: WatchParts, tip: Commit): Promise<boolean> {
  try {
    return (await parts.followTags?.(tip)) === true;
  } catch (error) {
    const { code, message } = problemOf(error);
    parts.say(`no tags are followed: ${code}: ${message}`);
    return false;
  }
}

async function due({ checkout, each }: WatchParts, tip: Commit, settled: string | undefined): Promise<Commit[]> {
  if (settled === tip.id) return [];
  return each && settled !== undefined ? checkout.since(settled, tip) : [tip];
}

/**
 * Releases a commit: but for what a rollback has left and the commit does not ask for anew, and past what fails: that is
 * not tried again, and stands in nobody else's way. Undefined where it was told to stop before.
 */
async function releaseCommit(
  parts: WatchParts,
  { commit, versions = {}, settled }: { commit: Commit; versions?: Versions | undefined; settled: Settled | undefined },
  signal: AbortSignal,
): Promise<Ended | undefined> {
  const same = Object.entries(versions).filter(([service, version]) => settled?.versions?.[service] === version);
  const left = await parts.rolledBack(Object.fromEntries(same));
  for (const [service, why] of left) parts.say(`${service} stays as it is: ${why}`);
  const wanted = Object.keys(versions).filter((service) => !left.has(service));
  const named = left.size === 0 ? undefined : wanted;
  if (isStopped(signal)) return undefined;
  const ended = await parts.release(commit, named);
  if (isStopped(signal) || wanted.length < 2) return ended;
  // What a failure has taken back with it is released by the next try, which names the one that failed.
  const again = resultOf(ended) === "failed" ? await parts.release(commit, named) : ended;
  const failed = failedBefore(again);
  const others = wanted.filter((service) => !failed.includes(service));
  if (failed.length === 0 || others.length === 0 || isStopped(signal)) return ended;
  const rest = await parts.release(commit, others);
  return resultOf(ended) === "failed" && rest.code === 0 ? ended : rest;
}

/** Asked anew: it may have been aborted meanwhile. */
function isStopped({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** None where the commit's file cannot be read: the release itself says what is wrong with it. */
function versionsOf(parts: WatchParts): Versions | undefined {
  try {
    return parts.versions();
  } catch {
    return undefined;
  }
}

function short({ id, subject }: Commit): string {
  return `${id.slice(0, 8)} ${subject}`.slice(0, 80);
}
