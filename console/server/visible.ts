import type { LiveEvent } from "../api/live.ts";
import type { ServiceRow } from "../api/overview.ts";

/** A row without what runs in stacks that one may not see. Pure. */
export function visibleRow(row: ServiceRow, seen: ReadonlySet<string>): ServiceRow {
  const entries = Object.entries(row.elsewhere);
  if (entries.every(([stack]) => seen.has(stack))) return row;
  return { ...row, elsewhere: Object.fromEntries(entries.filter(([stack]) => seen.has(stack))) };
}

/** The same of an event. Pure. */
export function visibleEvent(event: LiveEvent, seen: ReadonlySet<string>): LiveEvent {
  return event.type === "overview" ? { ...event, rows: event.rows.map((row) => visibleRow(row, seen)) } : event;
}
