import { setTimeout as sleep } from "node:timers/promises";
import { placeOf, type Place } from "./place.ts";

export interface Delivery {
  url: string;
  body: string;
  /** Made anew for each try: a signature holds its time. */
  headers: () => Record<string, string>;
}

export interface Patience {
  /** Time for all tries together, and for one of them. Ms. */
  allMs: number;
  tryMs: number;
  /** Before the second try; doubled each time. Ms. */
  firstWaitMs: number;
}

export const patience: Patience = { allMs: 10_000, tryMs: 4000, firstWaitMs: 500 };

/**
 * Posts a message, again where that may help. Returns why it was not delivered; undefined where it was. Never throws, and
 * never says the URL, which holds a token.
 */
export async function deliver(
  delivery: Delivery,
  { allMs, tryMs, firstWaitMs }: Patience = patience,
): Promise<string | undefined> {
  const place = placeOf(delivery.url);
  if (place === undefined) return "its URL is none: http:// or https:// is wanted";
  const until = Date.now() + allMs;
  for (let wait = firstWaitMs, tries = 1; ; wait *= 2, tries++) {
    const { done, why, afterMs = 0 } = await once(delivery, place, Math.max(1, Math.min(tryMs, until - Date.now())));
    if (why === undefined) return undefined;
    // Many pipelines that end together must not come back together.
    const pause = Math.max(afterMs, wait * (0.75 + Math.random() / 2));
    if (done || Date.now() + pause >= until) return tries === 1 ? why : `${why}, after ${tries} tries`;
    await sleep(pause);
  }
}

interface Answer {
  /** Whether once more would be the same. */
  done: boolean;
  why?: string;
  /** How long the other side asks to wait. */
  afterMs?: number;
}

async function once({ body, headers }: Delivery, { url, authorization }: Place, ms: number): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { ...headers(), ...authorization },
      // Where it leads to nobody has said.
      redirect: "manual",
      signal: AbortSignal.timeout(ms),
    });
    await response.body?.cancel();
    const { status } = response;
    if (response.ok) return { done: true };
    const after = Number(response.headers.get("retry-after"));
    const again = status >= 500 || status === 408 || status === 429;
    return { done: !again, why: `it answered ${status}`, ...(after > 0 ? { afterMs: after * 1000 } : {}) };
  } catch (error) {
    return failureOf(error);
  }
}

/** By its code alone: the message may hold the URL. Without one nothing was sent, nor would be by another try. */
function failureOf(error: unknown): Answer {
  if (error instanceof Error && error.name === "TimeoutError") return { done: false, why: "it did not answer in time" };
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string"
    ? { done: false, why: `it cannot be reached (${code})` }
    : { done: true, why: "nothing can be sent to its URL" };
}
