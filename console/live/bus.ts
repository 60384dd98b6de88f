import { randomBytes } from "node:crypto";
import type { LiveEvent } from "../api/live.ts";

/** One change with its place in the order of all. */
export interface Numbered {
  /** `k3f2-17`: of this process, the 17th. */
  id: string;
  event: LiveEvent;
}

/** What was kept since an id; `unknown` where that is too long ago, or of another process. */
export type Since = Numbered[] | "unknown";

/** So many changes are kept for whoever was away for a moment. */
const keptChanges = 2000;

/** Changes in their order, told to all who listen, the newest kept. */
export class Bus {
  readonly #epoch = randomBytes(6).toString("hex");
  readonly #ring: Numbered[] = [];
  readonly #listeners = new Set<(change: Numbered) => void>();
  readonly #kept: number;
  #count = 0;

  constructor(kept = keptChanges) {
    this.#kept = kept;
  }

  /** The id of the newest change; of none yet, of the begin. */
  get last(): string {
    return `${this.#epoch}-${this.#count}`;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  publish(event: LiveEvent): void {
    this.#count += 1;
    const change = { id: this.last, event };
    this.#ring.push(change);
    if (this.#ring.length > this.#kept) this.#ring.shift();
    for (const listener of this.#listeners) listener(change);
  }

  since(id: string): Since {
    const [, epoch, text = ""] = /^([0-9a-f]+)-(\d{1,15})$/.exec(id) ?? [];
    const seen = Number(text);
    if (epoch !== this.#epoch || seen > this.#count || this.#count - seen > this.#ring.length) return "unknown";
    return seen === this.#count ? [] : this.#ring.slice(seen - this.#count);
  }

  /** @returns ends it */
  listen(listener: (change: Numbered) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
