import { utcText } from "./utcText.ts";

/** Nothing is released until then: set by a person, kept on the cluster beside the stack's lock. */
export interface Freeze {
  /** The services that it is for; absent: the whole stack. */
  services?: string[];
  /** ISO 8601, UTC; so is `at`. */
  until: string;
  reason: string;
  /** Who set it, and when. */
  operator: string;
  user?: string;
  at: string;
}

/** What a release went past, and why. */
export interface DespiteFreeze {
  reason: string;
  freezes: Freeze[];
}

/** Those whose time is not over. Pure. */
export function standing(freezes: readonly Freeze[], now: Date): Freeze[] {
  return freezes.filter(({ until }) => Date.parse(until) > now.getTime());
}

/** Those that hold a release of these services. Pure. */
export function holding(freezes: readonly Freeze[], services: readonly string[]): Freeze[] {
  return freezes.filter((freeze) => freeze.services?.some((name) => services.includes(name)) ?? true);
}

/** With one more, in the place of one for the very same services; what is over goes. Pure. */
export function withFreeze(freezes: readonly Freeze[], freeze: Freeze, now: Date): Freeze[] {
  return [...standing(freezes, now).filter((other) => scopeOf(other) !== scopeOf(freeze)), freeze];
}

/** Without these services, which may be said of services alone; without names, nothing is frozen any more. Pure. */
export function withoutFreeze(freezes: readonly Freeze[], services: readonly string[], now: Date): Freeze[] {
  if (services.length === 0) return [];
  return standing(freezes, now).flatMap((freeze) => {
    if (freeze.services === undefined) return freeze;
    const left = freeze.services.filter((name) => !services.includes(name));
    return left.length === 0 ? [] : { ...freeze, services: left };
  });
}

/** `until 2026-12-01 08:00:00 UTC (3 h 20 min more), by ada since 2026-11-28 18:40:00 UTC: "Black Friday"` */
export function freezeText({ until, reason, operator, user, at }: Freeze, now: Date): string {
  const who = user === undefined || user === operator ? operator : `${operator} (${user})`;
  return `until ${utcText(until)} (${longTime(Date.parse(until) - now.getTime())} more), by ${who} since ${utcText(at)}: "${reason}"`;
}

/** `the stack`, `website, docs` */
export function scopeText({ services }: Freeze): string {
  return services === undefined ? "the stack" : services.join(", ");
}

function scopeOf({ services }: Freeze): string {
  return services === undefined ? "" : [...services].sort().join(" ");
}

/** `3 d 4 h`, `3 h 20 min`, `12 min`, `40 s` */
function longTime(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const units = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ] as const;
  const at = units.findIndex(([, size]) => seconds >= size);
  const [unit, size] = units[at] ?? ["s", 1];
  const [smaller, step] = units[at + 1] ?? ["", 0];
  const rest = step === 0 || unit === "min" ? 0 : Math.floor((seconds % size) / step);
  return `${Math.floor(seconds / size)} ${unit}${rest === 0 ? "" : ` ${rest} ${smaller}`}`;
}
