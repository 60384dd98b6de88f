const secondsOf = { h: 3600, m: 60, s: 1 } as const;

/** A duration as people write it, in seconds: `1h30m` is 5400; undefined where it is none (`5`, `90 s`, `1m1h`). */
export function parseDuration(text: string): number | undefined {
  const match = /^(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/.exec(text);
  if (match === null || text === "") return undefined;
  const [, hours, minutes, seconds] = match;
  return Number(hours ?? 0) * secondsOf.h + Number(minutes ?? 0) * secondsOf.m + Number(seconds ?? 0) * secondsOf.s;
}

/** Seconds as people write them: 5400 is `1h30m`, 0 is `0s`. Takes whole seconds. */
export function formatDuration(seconds: number): string {
  const hours = Math.floor(seconds / secondsOf.h);
  const minutes = Math.floor((seconds % secondsOf.h) / secondsOf.m);
  const rest = seconds % secondsOf.m;
  const text = (hours > 0 ? `${hours}h` : "") + (minutes > 0 ? `${minutes}m` : "") + (rest > 0 ? `${rest}s` : "");
  return text === "" ? "0s" : text;
}
