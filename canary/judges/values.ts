import type { Judge, Judgement, Reading, Verdict } from "../check.ts";
import { logOdds } from "../sequential.ts";
import { isAbove, noValues, withValue, type ValuesRule } from "../values.ts";
import { counted, oddsText, short } from "../words.ts";

export interface ValuesOptions extends ValuesRule {
  /** Looks that must count before the canary may pass. */
  minimum: number;
  /** 1/alpha: at which odds a canary is called worse. */
  odds: number;
  /** When the step began, in ms since 1970. */
  since: number;
  /** How much time one figure is of, in seconds: looks that share a part of it say the same twice. */
  span: number;
}

/** Timers are never quite on time. */
const nearly = 0.95;

/** Judges a figure of the canary, of which less is better, beside that of the stable track. */
export function valuesJudge(options: ValuesOptions): Judge {
  let evidence = noValues;
  let last = options.since;
  let looks = 0;
  let above = 0;
  let found: Judgement | undefined;
  return (reading) => {
    if (found !== undefined) return found;
    const { canary, stable } = figuresOf(reading);
    const seconds = (reading.at - last) / 1000;
    const isRead = canary !== undefined && (stable !== undefined || options.max !== undefined);
    if (isRead && seconds >= options.span * nearly) {
      const isWorse = isAbove(canary, stable, options);
      evidence = withValue(evidence, isWorse, seconds);
      last = reading.at;
      looks += 1;
      above += isWorse ? 1 : 0;
    }
    const judged = judgement(reading, { looks, above, logOdds: logOdds(evidence) }, options);
    if (judged.verdict === "bad") found = judged;
    return judged;
  };
}

interface Counted {
  looks: number;
  above: number;
  logOdds: number;
}

function judgement(reading: Reading, { looks, above, logOdds }: Counted, options: ValuesOptions): Judgement {
  const figures = figuresOf(reading);
  const { tolerate, max, minimum, odds } = options;
  const limit = max === undefined ? `${short(tolerate)} times the stable's` : short(max);
  const values = Object.entries(figures).map(([track, value]) => `${track} ${short(value)}`);
  const counts = looks === 0 ? [] : [`above ${limit} in ${above} of ${counted(looks, "look")}`];
  const say = (verdict: Verdict, why: string): Judgement => {
    const told = [values.join(", "), ...counts, why].filter((text) => text !== "");
    return { ...figures, verdict, message: told.join("; ") };
  };
  if (logOdds >= Math.log(odds)) return say("bad", oddsText(logOdds));
  if (reading.trouble !== undefined) return say("unsure", reading.trouble);
  if (looks < minimum) return say("unsure", `${counted(minimum - looks, "look")} more needed`);
  if (logOdds >= Math.log(odds) / 2) return say("unsure", `${oddsText(logOdds)}, ${short(odds)} to 1 are enough`);
  return say("good", "no sign that it is worse");
}

/** Of each track that has one. */
function figuresOf({ canary, stable }: Reading): { canary?: number; stable?: number } {
  const of = (value: Reading["canary"]) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
  const [one, other] = [of(canary), of(stable)];
  return { ...(one === undefined ? {} : { canary: one }), ...(other === undefined ? {} : { stable: other }) };
}
