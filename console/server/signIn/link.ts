import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** How long the link that was printed lets somebody in. ms */
export const linkMs = 60_000;

/** A token that lets one browser in, once. It stands in the link's fragment, which no server and no log ever sees. */
export class OneTimeLink {
  readonly token = randomBytes(32).toString("base64url");
  readonly #until: number;
  readonly #now: () => number;
  #used = false;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#until = now() + linkMs;
  }

  /** True the first time for the right token, while it lasts. */
  take(token: string): boolean {
    if (this.#used || this.#now() >= this.#until || !same(token, this.token)) return false;
    this.#used = true;
    return true;
  }
}

/** Of the same length, so that the time it takes tells nothing. */
function same(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
