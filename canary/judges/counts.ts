import type { Judge, Judgement, TrackCounts, Verdict } from "../check.ts";
import { logOddsOfCounts, noCounts, withCounts, type CountsEvidence, type CountsRule } from "../counts.ts";
import { counted, countsText, oddsText, percent, short } from "../words.ts";

export interface CountsOptions extends CountsRule {
  /** Requests of either track that must be seen before the canary may pass. */
  minimum: number;
  /** When the step began, in ms since 1970. */
  since: number;
}

interface Seen {
  canary: TrackCounts;
  stable: TrackCounts;
}

const none: Seen = { canary: { bad: 0, all: 0 }, stable: { bad: 0, all: 0 } };

/**
 * Judges the errors of a canary beside those of the stable track. A window goes on until both have had requests: their
 * counters may be read from different places at different times.
 */
export function countsJudge(options: CountsOptions): Judge {
  let total = none;
  let window = none;
  let began = options.since;
  let evidence: CountsEvidence = noCounts;
  let found: Judgement | undefined;
  return ({ at, canary, stable, trouble }) => {
    if (found !== undefined) return found;
    const seen = { canary: countsOf(canary), stable: countsOf(stable) };
    [total, window] = [plus(total, seen), plus(window, seen)];
    if (window.canary.all > 0 && (window.stable.all > 0 || options.max !== undefined)) {
      evidence = withCounts(evidence, { ...window, seconds: (at - began) / 1000 }, options);
      [window, began] = [none, at];
    }
    const judged = judgement(total, logOddsOfCounts(evidence, options), trouble, options);
    if (judged.verdict === "bad") found = judged;
    return judged;
  };
}

function judgement(seen: Seen, logOdds: number, trouble: string | undefined, options: CountsOptions): Judgement {
  const say = (verdict: Verdict, why: string): Judgement => {
    const figures = figuresText(seen, options);
    return { ...seen, verdict, message: figures === "" ? why : `${figures}; ${why}` };
  };
  const { minimum, odds } = options;
  if (logOdds >= Math.log(odds)) return say("bad", oddsText(logOdds));
  if (trouble !== undefined) return say("unsure", trouble);
  const few = (["canary", "stable"] as const).find(
    (track) => seen[track].all < minimum && (track === "canary" || options.max === undefined),
  );
  if (few !== undefined) {
    return say("unsure", `${counted(minimum - seen[few].all, "request")} more of the ${few} needed`);
  }
  // Halfway to being called worse is no pass: a little more time tells.
  if (logOdds >= Math.log(odds) / 2) return say("unsure", `${oddsText(logOdds)}, ${short(odds)} to 1 are enough`);
  return say("good", "no sign that it is worse");
}

function figuresText({ canary, stable }: Seen, { max }: CountsOptions): string {
  if (canary.all === 0 && stable.all === 0) return "";
  const beside = max === undefined ? `stable ${countsText(stable)}` : `at most ${percent(max)} is good`;
  return `canary ${countsText(canary)}, ${beside}`;
}

function countsOf(counts: TrackCounts | number | undefined): TrackCounts {
  if (typeof counts !== "object" || !Number.isFinite(counts.all) || !Number.isFinite(counts.bad)) return none.canary;
  const all = Math.max(0, counts.all);
  // Two counters read a moment apart.
  return { all, bad: Math.min(all, Math.max(0, counts.bad)) };
}

function plus(a: Seen, b: Seen): Seen {
  const sum = (one: TrackCounts, other: TrackCounts) => ({ bad: one.bad + other.bad, all: one.all + other.all });
  return { canary: sum(a.canary, b.canary), stable: sum(a.stable, b.stable) };
}
