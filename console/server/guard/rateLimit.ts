import { Refusal } from "../refusal.ts";

/** So many at once, and so many a second for ever. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export const rates = {
  /** Tries to sign in, of an address. */
  signIn: { burst: 10, perSecond: 1 / 6 },
  /** Of an address from which nobody is signed in. */
  stranger: { burst: 60, perSecond: 5 },
  /** Reads of a session. */
  read: { burst: 200, perSecond: 20 },
  /** Plans, acts and saved parameters of a session: each starts a process. */
  act: { burst: 20, perSecond: 0.5 },
} as const satisfies Record<string, Rate>;

interface Bucket {
  left: number;
  at: number;
}

/** Of these keys so many are kept: who comes under ever new ones does not fill the memory. */
const mostKeys = 10_000;

/** Takes one from the key's share, or says after how many seconds there is one. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  /** @param now ms, of any clock that goes on */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  take(key: string, { burst, perSecond }: Rate): { wait: number } | undefined {
    const now = this.#now();
    const known = this.#buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, known.left + ((now - known.at) / 1000) * perSecond);
    const taken = left >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: taken ? left - 1 : left, at: now });
    if (this.#buckets.size > mostKeys) this.#buckets.delete(this.#buckets.keys().next().value ?? "");
    return taken ? undefined : { wait: Math.ceil((1 - left) / perSecond) };
  }

  /** @throws Refusal 429 */
  demand(key: string, rate: Rate): void {
    const refused = this.take(key, rate);
    if (refused === undefined) return;
    const seconds = String(refused.wait);
    throw new Refusal(
      429,
      { code: "TOO_MANY", what: "too many requests at once", next: `try again in ${seconds} s` },
      { "retry-after": seconds },
    );
  }
}
