import { createContext } from "preact";
import { useContext, useEffect, useReducer, useState } from "preact/hooks";
import type { LiveEvent } from "../../api/live.ts";
import { apiPath } from "../wire/ask.ts";
import { readStream, type Connection } from "../wire/stream.ts";
import { nothingYet, withEvent, type LiveState } from "./liveState.ts";

/** The stack that is looked at, as it is now, and how the line to it stands. */
export interface Live {
  stack: string;
  state: LiveState;
  connection: Connection;
}

export const LiveContext = createContext<Live>({ stack: "", state: nothingYet, connection: { state: "opening" } });

export function useLive(): Live {
  return useContext(LiveContext);
}

/** Follows a stack, one stream for all pages of it. */
export function useLiveStack(stack: string | undefined): Live {
  const [state, take] = useReducer(
    (before: LiveState, events: readonly LiveEvent[] | "new") =>
      events === "new" ? nothingYet : events.reduce(withEvent, before),
    nothingYet,
  );
  const [connection, setConnection] = useState<Connection>({ state: "opening" });
  useEffect(() => {
    take("new");
    if (stack === undefined) return;
    const gone = new AbortController();
    const gathered = gather<LiveEvent>(take);
    void readStream({
      path: apiPath(["stacks", stack, "live"]),
      signal: gone.signal,
      onEvent: (event) => {
        gathered(event as LiveEvent);
      },
      onConnection: setConnection,
    });
    return () => {
      gone.abort();
    };
  }, [stack]);
  return { stack: stack ?? "", state, connection };
}

/** What comes in one burst is drawn once. */
export function gather<Item>(give: (items: readonly Item[]) => void): (item: Item) => void {
  let waiting: Item[] = [];
  return (item) => {
    waiting.push(item);
    if (waiting.length > 1) return;
    queueMicrotask(() => {
      const items = waiting;
      waiting = [];
      give(items);
    });
  };
}
