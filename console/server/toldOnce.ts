import type { LiveEvent } from "../api/live.ts";
import { eventBytes } from "./stream.ts";

/** So long the same snapshot is given to all who come: hundreds at once, after a restart. ms */
const keptMs = 1000;
/** Of so many sets of stacks that somebody may see. */
const mostKept = 50;

/** The newest of what is told, as bytes, for each set of stacks that may be seen: many hear the same. */
export class ToldOnce {
  readonly #newest = new Map<string, { id: string; at: number; bytes: Uint8Array }>();

  /** @param of what it is told to: those who may see the same have the same bytes */
  bytes(id: string, of: string, make: () => LiveEvent): Uint8Array {
    const now = performance.now();
    const known = this.#newest.get(of);
    if (known?.id === id && now - known.at < keptMs) return known.bytes;
    const bytes = eventBytes(JSON.stringify(make()), { id });
    this.#newest.delete(of);
    this.#newest.set(of, { id, at: now, bytes });
    if (this.#newest.size > mostKept) this.#newest.delete(this.#newest.keys().next().value ?? "");
    return bytes;
  }
}
