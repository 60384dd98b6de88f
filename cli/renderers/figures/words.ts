import type { Figures } from "../../../figures/figures.ts";
import { formatSpan } from "../units.ts";

/** What stands for a figure that nothing gives. */
export const none = "–";

/** `0.4`, `12`; of a rare one how many days lie between two: `1 in 15 days`. */
export function perDayText({ deployments, deploymentsPerDay: rate }: Figures): string {
  if (deployments === 0) return none;
  if (rate >= 9.95) return String(Math.round(rate));
  return rate >= 0.095 ? rate.toFixed(1) : `1 in ${Math.round(1 / rate)} days`;
}

/** `12, 0.4 a day` */
export function deploymentsText(figures: Figures): string {
  const rate = perDayText(figures);
  if (figures.deployments === 0) return "0";
  return `${figures.deployments}, ${rate}${rate.endsWith("days") ? "" : " a day"}`;
}

/** `35 min 2 s`, with how many are in it where that is not all. */
export function leadText({ deployments, leadTime: { median, known } }: Figures): string {
  if (deployments === 0) return none;
  const of = known === deployments ? "" : ` (${known} of ${deployments})`;
  return `${median === undefined ? none : formatSpan(median)}${of}`;
}

/** `2 of 14 (14 %)` */
export function failureText({ changeFailure: { rate, failed, changes } }: Figures): string {
  return rate === undefined ? none : `${failed} of ${changes} (${Math.round(rate * 100)} %)`;
}

/** `25 s`, and how many are not well again. */
export function restoreText({ timeToRestore: { median, open } }: Figures): string {
  const still = open === 0 ? "" : `${open} not yet`;
  if (median === undefined) return still === "" ? none : still;
  return `${formatSpan(median)}${still === "" ? "" : `, ${still}`}`;
}
