import { omit } from "../../../components/config/omit.ts";
import type { ActEnd, ActEvent } from "../../api/acts.ts";
import type { LiveEvent, ServicePods } from "../../api/live.ts";
import type { Overview, ServiceRow } from "../../api/overview.ts";
import type { ReleaseSummary } from "../../api/releases.ts";

/** What is known of a stack as it runs: made of what its stream told. */
export interface LiveState {
  overview: Overview | undefined;
  /** By {@link podsKey}. */
  pods: ReadonlyMap<string, ServicePods>;
  /** Releases that the stream told of, newest last. */
  records: ReadonlyMap<string, ReleaseSummary>;
  acts: ReadonlyMap<string, LiveAct>;
  /** How often the stack's file has changed, a proposal has, or records came or went: what was asked for before is to be asked anew. */
  files: number;
  proposals: number;
  changes: number;
}

export interface LiveAct {
  events: readonly ActEvent[];
  release?: string;
  ended?: ActEnd;
}

export const nothingYet: LiveState = {
  overview: undefined,
  pods: new Map(),
  records: new Map(),
  acts: new Map(),
  files: 0,
  proposals: 0,
  changes: 0,
};

export function podsKey({ service, canary }: Pick<ServicePods, "service" | "canary">): string {
  return canary === true ? `${service} canary` : service;
}

/** With what one event tells. Rows that stay the same stay the same objects. Pure. */
export function withEvent(state: LiveState, event: LiveEvent): LiveState {
  switch (event.type) {
    case "snapshot":
      return {
        ...state,
        overview: event.overview,
        pods: new Map(event.pods.map((pods) => [podsKey(pods), pods])),
        records: new Map(event.running.map((summary) => [summary.id, summary])),
        // Of one that comes again: some may have ended unseen.
        changes: state.changes + (state.overview === undefined ? 0 : 1),
        proposals: state.proposals + (state.overview === undefined ? 0 : 1),
      };
    case "overview":
      return state.overview === undefined ? state : { ...state, overview: withRows(state.overview, event) };
    case "record":
      return { ...state, records: withRecord(state.records, event), changes: state.changes + 1 };
    case "pods":
      return { ...state, pods: new Map(state.pods).set(podsKey(event), event) };
    case "act":
      return { ...state, acts: new Map(state.acts).set(event.id, withAct(state.acts.get(event.id), event)) };
    case "cluster":
      return state.overview === undefined
        ? state
        : { ...state, overview: { ...state.overview, reached: event.reached, lastSeen: event.lastSeen } };
    case "proposals":
      return { ...state, proposals: state.proposals + 1 };
    case "file":
      return { ...state, files: state.files + 1 };
  }
}

function withRows(overview: Overview, event: Extract<LiveEvent, { type: "overview" }>): Overview {
  const changed = new Map<string, ServiceRow>(event.rows.map((row) => [row.service, row]));
  const known = new Set(overview.rows.map(({ service }) => service));
  const rows = [
    ...overview.rows.map((row) => changed.get(row.service) ?? row),
    ...event.rows.filter(({ service }) => !known.has(service)),
  ].filter(({ service }) => !event.removed.includes(service));
  return {
    ...omit(overview, "releasing"),
    rows,
    frozen: event.frozen,
    ...(event.releasing === undefined ? {} : { releasing: event.releasing }),
  };
}

function withRecord(
  records: LiveState["records"],
  { summary, removed }: Extract<LiveEvent, { type: "record" }>,
): LiveState["records"] {
  const next = new Map(records);
  if (removed === true) next.delete(summary.id);
  else next.set(summary.id, summary);
  return next;
}

function withAct(act: LiveAct = { events: [] }, event: Extract<LiveEvent, { type: "act" }>): LiveAct {
  const last = act.events.at(-1)?.n ?? 0;
  const events = event.event !== undefined && event.event.n > last ? [...act.events, event.event] : act.events;
  return {
    ...act,
    events,
    ...(event.release === undefined ? {} : { release: event.release }),
    ...(event.ended === undefined ? {} : { ended: event.ended }),
  };
}
