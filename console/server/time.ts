import { malformed } from "./refusal.ts";

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `7d` before now, or a time as ISO 8601 writes it; undefined where none is asked for. @throws Refusal 400 */
export function askedTime(text: string | undefined, now = new Date()): Date | undefined {
  if (text === undefined || text === "") return undefined;
  const age = /^(\d{1,6})([mhd])$/.exec(text);
  if (age !== null) return new Date(now.getTime() - Number(age[1]) * units[age[2] as keyof typeof units]);
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw malformed(`"${text}" is neither a time nor an age like 7d`);
  return time;
}
