import { Hono, type Context } from "hono";
import type { LiveEvent } from "../../api/live.ts";
import type { Overview } from "../../api/overview.ts";
import { countDrift } from "../../live/drift.ts";
import type { StackLive } from "../../live/stackLive.ts";
import { summaryOf } from "../../live/summary.ts";
import type { ConsoleParts, StackEnv } from "../parts.ts";
import { meOf } from "./me.ts";
import { endOf, sessionTimes } from "../session.ts";
import { eventStream } from "../stream.ts";
import { visibleEvent, visibleRow } from "../visible.ts";

/** What the stack is like now, and each change of it. */
export function liveRoutes(parts: ConsoleParts): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  app.get("/overview", async (context) => {
    const live = context.get("live");
    void countDrift(live, parts.log);
    return context.json(overviewFor(live, await seenStacks(context, parts)));
  });
  app.get("/live", async (context) => {
    const live = context.get("live");
    void countDrift(live, parts.log);
    const seen = await seenStacks(context, parts);
    const { begun } = context.get("session");
    // Rights and session are looked at again where it comes anew.
    const until = Math.min(endOf({ begun, used: Date.now() }), Date.now() + sessionTimes.idle);
    return liveStream(live, seen, context.req.header("last-event-id"), until - Date.now());
  });
  return app;
}

function liveStream(live: StackLive, seen: ReadonlySet<string>, from: string | undefined, ms: number): Response {
  const { bus } = live;
  return eventStream((stream) => {
    const send = (id: string, event: LiveEvent) => {
      stream.send(JSON.stringify(event), { id });
    };
    const missed = from === undefined ? "unknown" : bus.since(from);
    if (missed === "unknown") send(bus.last, snapshotOf(live, seen));
    else for (const { id, event } of missed) send(id, visibleEvent(event, seen));
    const stop = bus.listen(({ id, event }) => {
      send(id, visibleEvent(event, seen));
    });
    const timer = setTimeout(() => {
      stream.end();
    }, ms);
    return () => {
      clearTimeout(timer);
      stop();
    };
  });
}

function snapshotOf(live: StackLive, seen: ReadonlySet<string>): LiveEvent {
  const running = live.records.filter(({ result }) => result === "running").map(summaryOf);
  return { type: "snapshot", overview: overviewFor(live, seen), pods: live.moving(), running };
}

function overviewFor(live: StackLive, seen: ReadonlySet<string>): Overview {
  const overview = live.overview();
  return { ...overview, rows: overview.rows.map((row) => visibleRow(row, seen)), stacks: [...seen] };
}

async function seenStacks(context: Context<StackEnv>, parts: ConsoleParts): Promise<Set<string>> {
  const { stacks } = await meOf(context.get("session"), parts);
  return new Set(stacks.map(({ stack }) => stack));
}
