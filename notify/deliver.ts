import { setTimeout as sleep } from "node:timers/promises";

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
  if (!isHttp(delivery.url)) return "its URL is none: http:// or https:// is wanted";
  const until = Date.now() + allMs;
  for (let wait = firstWaitMs, tries = 1; ; wait *= 2, tries++) {
    const { done, why, afterMs = 0 } = await once(delivery, Math.min(tryMs, until - Date.now()));
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

async function once({ url, body, headers }: Delivery, ms: number): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: headers(),
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
    return { done: false, why: whyOf(error) };
  }
}

/** By its code alone: the message may hold the URL. */
function whyOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "it did not answer in time";
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return `it cannot be reached (${typeof code === "string" ? code : "no connection"})`;
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
}
