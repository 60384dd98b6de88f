import { allVisible } from "../../shared/visible.ts";
import { tellSignedOut, troubleOf } from "./ask.ts";
import { sseParser, type StreamEvent } from "./sseParser.ts";
import type { Trouble } from "./trouble.ts";

/** How a stream stands. `lost`: it ended or fell silent at `lastSeen` (ms since 1970), and is tried again. */
export type Connection =
  | { state: "opening" }
  | { state: "open" }
  | { state: "lost"; lastSeen: number | undefined }
  | { state: "over"; trouble: Trouble };

interface StreamOptions {
  /** Below `/api`. */
  path: string;
  onEvent: (event: unknown, type: string) => void;
  onConnection: (connection: Connection) => void;
  signal: AbortSignal;
}

/** The server's heartbeat comes every 10 s; this long without one is a lost connection. */
const silenceMs = 25_000;
const firstWaitMs = 250;
const longestWaitMs = 15_000;
/** What is mended sooner is nothing that a person need know. */
const toldFromMs = 1_000;

/**
 * Reads a stream of events until `signal`. It is taken up again where it broke off (`Last-Event-ID`), after 0.25 s, 0.5 s, …
 * 15 s; at once when the browser says that it is online again. What is refused for good ends it.
 */
export async function readStream(options: StreamOptions): Promise<void> {
  const { signal, onConnection } = options;
  const state: Reading = { open: false, lastId: "", lastSeen: undefined, wait: firstWaitMs };
  onConnection({ state: "opening" });
  const over = () => signal.aborted;
  for (;;) {
    const trouble = await readOnce(options, state);
    if (over()) return;
    if (trouble !== undefined && trouble.kind !== "offline" && trouble.kind !== "tooMany") {
      if (trouble.kind === "signedOut") tellSignedOut(trouble);
      onConnection({ state: "over", trouble });
      return;
    }
    const waitMs = Math.max(state.wait, (trouble?.retryAfter ?? 0) * 1000);
    if (waitMs >= toldFromMs) {
      state.open = false;
      onConnection({ state: "lost", lastSeen: state.lastSeen });
    }
    await waitFor(waitMs, signal);
    if (over()) return;
    state.wait = Math.min(longestWaitMs, state.wait * 2);
  }
}

interface Reading {
  open: boolean;
  lastId: string;
  lastSeen: number | undefined;
  wait: number;
}

/** Until it ends. @returns why it could not be read; nothing where it was, for a time */
async function readOnce(options: StreamOptions, state: Reading): Promise<Trouble | undefined> {
  const quiet = new AbortController();
  const signal = AbortSignal.any([options.signal, quiet.signal]);
  let timer = setTimeout(() => {
    quiet.abort();
  }, silenceMs);
  try {
    const response = await fetch(`/api${options.path}`, {
      headers: { accept: "text/event-stream", ...(state.lastId === "" ? {} : { "last-event-id": state.lastId }) },
      credentials: "same-origin",
      cache: "no-store",
      signal,
    });
    if (!response.ok || response.body === null)
      return troubleOf(response, await response.json().catch(() => undefined));
    const parse = sseParser();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      clearTimeout(timer);
      timer = setTimeout(() => {
        quiet.abort();
      }, silenceMs);
      state.lastSeen = Date.now();
      state.wait = firstWaitMs;
      if (!state.open) options.onConnection({ state: "open" });
      state.open = true;
      for (const event of parse(decoder.decode(value, { stream: true }))) take(event, options, state);
    }
  } catch {
    // Cut off, or never reached: the same to whoever watches.
    return { kind: "offline", status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function take({ id, type, data }: StreamEvent, { onEvent }: StreamOptions, state: Reading): void {
  if (id !== "") state.lastId = id;
  onEvent(allVisible(JSON.parse(data)), type);
}

/** Resolves after so long, when the browser is online again, or when it is over. */
function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener("online", end);
    signal.addEventListener("abort", end);
  });
}
