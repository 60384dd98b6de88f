/** The time in ms since 1970; undefined for what is no time. Lists give `Date`s, watches give JSON's strings. */
export function milliseconds(time: Date | string | null | undefined): number | undefined {
  if (time === undefined || time === null) return undefined;
  const value = new Date(time).getTime();
  return Number.isNaN(value) ? undefined : value;
}

/** `0 s`, `45 s`, `2 min`, `2 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 120) return `${whole} s`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}
