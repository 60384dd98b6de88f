import { copyFile } from "node:fs/promises";
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

  /** @param content gives the state as text at the moment it is asked. */
  constructor(path: string, content: () => string) {
    this.#path = path;
    this.#content = content;
  }

  /** Whether this run has written it. */
  get written(): boolean {
    return this.#backedUp;
  }

  /** Resolves when a state at least as new as this call is safely on disk. */
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
    } finally {
      if (this.#next === undefined) this.#writing = undefined;
    }
  }

  /** Keeps the state from before this run beside it, once. */
  async #backUp(): Promise<void> {
    if (this.#backedUp) return;
    this.#backedUp = true;
    try {
      await copyFile(this.#path, `${this.#path}.bak`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
