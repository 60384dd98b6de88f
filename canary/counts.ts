import type { TrackCounts } from "./check.ts";
import { dispersion, noWindows, withWindow, type Windows } from "./dispersion.ts";
import { bet, logOdds, mostOfWindow, noBets, type Bets } from "./sequential.ts";

export interface CountsRule {
  /** How many times the stable track's share of errors is still good. */
  tolerate: number;
  /** Share of errors, 0..1, that is good whatever the stable track has. */
  floor: number;
  /** The most that is good, 0..1; the stable track is not asked then. */
  max?: number;
  /** 1/alpha: at which odds a canary is called worse. */
  odds: number;
}

/** What came of either track in the same time. */
export interface CountsWindow {
  seconds: number;
  canary: TrackCounts;
  stable: TrackCounts;
}

export interface CountsEvidence {
  /** Against "at most `tolerate` times the stable track's share". */
  compared: Bets;
  /** Against "at most the floor", or the most that is good. */
  constant: Bets;
  /** The stable track's windows so far. */
  stable: Windows;
}

/** How many times worse than what is still good it may be. */
const ratios = [1.5, 2, 4, 10, 30, 100, 1000];
/** Of a constant that is 0 one error would be certainty: what we read is not as sure as that. */
const leastConstant = 1e-6;

export const noCounts: CountsEvidence = {
  compared: noBets(ratios.length),
  constant: noBets(ratios.length),
  stable: noWindows,
};

/**
 * One more window. Each bet multiplies its stake by `a^e · b^f`, e and f the errors of canary and stable track: given the
 * errors of both, e is binomial with odds of n·share to N·share, so a and b are how much likelier (less likely) each error
 * is to be the canary's if its share is r·tolerate times the stable one's than if it is tolerate times. Of good canaries
 * the mean of that is at most 1, also where the share of errors differs from window to window, as in an outage that hits
 * both. Evidence is divided by the dispersion of the windows before, and capped. Pure.
 */
export function withCounts(evidence: CountsEvidence, window: CountsWindow, rule: CountsRule): CountsEvidence {
  const together = dispersion(evidence.stable);
  const most = mostOfWindow(window.seconds, rule.odds);
  const fair = (factors: readonly number[]) => factors.map((factor) => Math.min(most, factor / together));
  const constant = Math.max(leastConstant, rule.max ?? rule.floor);
  return {
    compared: bet(evidence.compared, fair(ratios.map((ratio) => comparedFactor(window, ratio, rule.tolerate)))),
    constant: bet(evidence.constant, fair(ratios.map((ratio) => constantFactor(window.canary, ratio, constant)))),
    stable: withWindow(evidence.stable, window.stable),
  };
}

/** The logarithm of the odds that the canary is worse: than the stable track, and than what nobody worries about. */
export function logOddsOfCounts({ compared, constant }: CountsEvidence, { max, floor }: CountsRule): number {
  if (max !== undefined) return logOdds(constant);
  return floor === 0 ? logOdds(compared) : Math.min(logOdds(compared), logOdds(constant));
}

function comparedFactor({ canary, stable }: CountsWindow, ratio: number, tolerate: number): number {
  const expected = tolerate * canary.all;
  if (canary.all === 0 || stable.all === 0) return 0;
  const share = Math.log((expected + stable.all) / (ratio * expected + stable.all));
  return canary.bad * Math.log(ratio) + (canary.bad + stable.bad) * share;
}

function constantFactor({ bad, all }: TrackCounts, ratio: number, constant: number): number {
  return bad * Math.log(ratio) - all * constant * (ratio - 1);
}
