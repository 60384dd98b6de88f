import { agoText, utcText } from "../../shared/times.ts";
import { useNow } from "./now.ts";

interface TimeProps {
  /** ISO 8601, or ms since 1970. */
  at: string | number;
  /** `short`: the time of today, else the day too. `full`: to the second. */
  form?: "short" | "full" | "clock";
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const exact = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

/** A time in the zone of whoever looks; UTC on hover. */
export function Time({ at, form = "short" }: TimeProps) {
  const ms = typeof at === "number" ? at : Date.parse(at);
  if (Number.isNaN(ms)) return <span>unknown</span>;
  return (
    <time dateTime={new Date(ms).toISOString()} title={utcText(ms)}>
      {localText(ms, form, new Date())}
    </time>
  );
}

/** How long ago; the time itself, here and in UTC, on hover. */
export function Ago({ at }: { at: string | number }) {
  const ms = typeof at === "number" ? at : Date.parse(at);
  const now = useNow();
  if (Number.isNaN(ms)) return <span>unknown</span>;
  return (
    <time
      class="ago"
      dateTime={new Date(ms).toISOString()}
      title={`${localText(ms, "full", new Date(now))} here, ${utcText(ms)}`}
    >
      {agoText(ms, now)}
    </time>
  );
}

function localText(ms: number, form: TimeProps["form"], now: Date): string {
  const date = new Date(ms);
  if (form === "clock") return exact.format(date);
  if (form === "full") return `${dayOfYear.format(date)}, ${exact.format(date)}`;
  if (date.toDateString() === now.toDateString()) return clock.format(date);
  if (date.getFullYear() === now.getFullYear()) return `${day.format(date)}, ${clock.format(date)}`;
  return dayOfYear.format(date);
}
