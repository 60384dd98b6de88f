import type { TrackCounts } from "./check.ts";

/** `1 of 1,710 (0.058 %)` */
export function countsText({ bad, all }: TrackCounts): string {
  return `${bad.toLocaleString("en")} of ${all.toLocaleString("en")} (${percent(all === 0 ? 0 : bad / all)})`;
}

/** `0.058 %` */
export function percent(share: number): string {
  return `${short(share * 100)} %`;
}

/** As many digits as say something: 0.058, 1.2, 20, 1,234. */
export function short(value: number): string {
  const digits = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3));
  return digits.toLocaleString("en", { maximumFractionDigits: 20 });
}

/** `odds 12,000 to 1 that it is worse` */
export function oddsText(logOdds: number): string {
  const odds = Math.exp(logOdds);
  if (odds >= 1e6) return "odds above 1,000,000 to 1 that it is worse";
  return `odds ${Math.floor(Number(odds.toPrecision(2))).toLocaleString("en")} to 1 that it is worse`;
}

/** `1 request`, `38 requests` */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}
