import { readFile } from "node:fs/promises";
import { Problem, UnreachableProblem } from "../../../errors/problem.ts";
import { writeAtomic } from "../../atomicFile.ts";

/**
 * Writes the stack's state after each step, one write at a time: a request that comes while one is under way is served,
 * with all others that came, by a single following one. So hundreds of quick steps do not each cost a write.
 */
export class StateFile {
  readonly #path: string;
  readonly #content: () => string;
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #backedUp = false;
  #written = false;

  /** @param content gives the state as text at the moment it is asked. */
  constructor(path: string, content: () => string) {
    this.#path = path;
    this.#content = content;
  }

  /** Whether this run has written it. */
  get written(): boolean {
    return this.#written;
  }

  /** Resolves when a state at least as new as this call is safely on disk. @throws Problem STATE_UNWRITABLE */
  save(): Promise<void> {
    if (this.#writing === undefined) return (this.#writing = this.#write());
    this.#next ??= this.#writing.then(
      () => this.#following(),
      () => this.#following(),
    );
    return this.#next;
  }

  #following(): Promise<void> {
    this.#next = undefined;
    return (this.#writing = this.#write());
  }

  async #write(): Promise<void> {
    try {
      await this.#backUp();
      await writeAtomic(this.#path, this.#content());
      this.#written = true;
    } catch (cause) {
      throw cause instanceof Problem ? cause : unwritable(this.#path, cause);
    } finally {
      if (this.#next === undefined) this.#writing = undefined;
    }
  }

  /** Keeps the state from before this run beside it, once. */
  async #backUp(): Promise<void> {
    if (this.#backedUp) return;
    const before = await readFile(this.#path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return undefined;
    });
    // Whole or not at all, as the state itself: the disk may be full.
    if (before !== undefined) await writeAtomic(`${this.#path}.bak`, before);
    this.#backedUp = true;
  }
}

function unwritable(path: string, cause: unknown): UnreachableProblem {
  return new UnreachableProblem({
    code: "STATE_UNWRITABLE",
    what: `the stack's state could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    where: path,
    next: "make room or give yourself the right to write there, then release again: what was done is found by then",
    cause,
  });
}
