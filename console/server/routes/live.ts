import { Hono, type Context } from "hono";
import type { LiveEvent } from "../../api/live.ts";
import type { Overview } from "../../api/overview.ts";
import type { Numbered } from "../../live/bus.ts";
import { countDrift } from "../../acts/drift.ts";
import type { StackLive } from "../../live/stackLive.ts";
import { summaryOf } from "../../live/summary.ts";
import type { ConsoleParts, StackEnv } from "../parts.ts";
import { meOf } from "./me.ts";
import { endOf, sessionTimes } from "../session.ts";
import { eventStream } from "../stream.ts";
import { ToldOnce } from "../toldOnce.ts";
import { visibleEvent, visibleRow } from "../visible.ts";

/** What the stack is like now, and each change of it. */
export function liveRoutes(parts: ConsoleParts): Hono<StackEnv> {
  const app = new Hono<StackEnv>();
  const lookForDrift = (live: StackLive) => {
    void countDrift(live, () => parts.acts.command(live.stack.name), parts.log);
  };
  app.get("/overview", async (context) => {
    const live = context.get("live");
    lookForDrift(live);
    return context.json(overviewFor(live, await seenStacks(context, parts)));
  });
  app.get("/live", async (context) => {
    const live = context.get("live");
    lookForDrift(live);
    const seen = await seenStacks(context, parts);
    const { begun } = context.get("session");
    // Rights and session are looked at again where it comes anew.
    const until = Math.min(endOf({ begun, used: Date.now() }), Date.now() + sessionTimes.idle);
    return liveStream(live, seen, context.req.header("last-event-id"), until - Date.now());
  });
  return app;
}

const toldBy = new WeakMap<StackLive, ToldOnce>();

function liveStream(live: StackLive, seen: ReadonlySet<string>, from: string | undefined, ms: number): Response {
  const { bus } = live;
  const told = toldBy.get(live) ?? new ToldOnce();
  toldBy.set(live, told);
  const who = [...seen].sort().join(" ");
  return eventStream((stream) => {
    const send = ({ id, event }: Numbered) => {
      stream.sendBytes(told.bytes(id, `change ${who}`, () => visibleEvent(event, seen)));
    };
    const missed = from === undefined ? "unknown" : bus.since(from);
    if (missed === "unknown") stream.sendBytes(told.bytes(bus.last, `snapshot ${who}`, () => snapshotOf(live, seen)));
    else for (const change of missed) send(change);
    const stop = bus.listen(send);
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
