import { quietTimeOf, rateOf, type QuietTime, type Rate } from "../components/config/quietTime.ts";
import { UsageProblem } from "../errors/problem.ts";
import type { ReleaseRecord } from "../records/record.ts";
import { quietNow } from "../release/quietNow.ts";

/** Why nothing may be released by itself now; undefined where it may. Pure. @param records newest first */
export function heldBack(
  { quiet, rate }: { quiet: readonly QuietTime[]; rate?: Rate | undefined },
  records: readonly Pick<ReleaseRecord, "startedAt">[],
  now: Date,
): string | undefined {
  const time = quietNow(quiet, now);
  if (time !== undefined) return `quiet until ${time.to} ${time.timeZone ?? "UTC"}`;
  if (rate === undefined) return undefined;
  const since = now.getTime() - rate.seconds * 1000;
  const begun = records.map(({ startedAt }) => Date.parse(startedAt)).filter((at) => at > since);
  if (begun.length < rate.releases) return undefined;
  const oldest = Math.min(...begun.sort((a, b) => b - a).slice(0, rate.releases));
  const next = new Date(oldest + rate.seconds * 1000).toISOString().slice(11, 19);
  return `${begun.length} releases in the last ${rate.seconds} s, the most that may be; the next one from ${next}Z`;
}

/** @throws UsageProblem QUIET_TIME_MALFORMED */
export function parseQuietTime(text: string): QuietTime {
  const time = quietTimeOf(text);
  if (time !== undefined) return time;
  throw new UsageProblem({
    code: "QUIET_TIME_MALFORMED",
    what: `--quiet-time "${text}" is no time of the day`,
    next: 'e.g. "22:00-06:00", "fri,sat 16:00-24:00", "08:00-09:00 Europe/Berlin"',
  });
}

/** @throws UsageProblem RATE_MALFORMED */
export function parseRate(text: string): Rate {
  const rate = rateOf(text);
  if (rate !== undefined) return rate;
  throw new UsageProblem({
    code: "RATE_MALFORMED",
    what: `--at-most ${text} is no number of releases in a time`,
    next: "e.g. --at-most 6/1h",
  });
}
