/** What is asked for before it is wanted, so that the answer is there then. Taken once, and not when it has become old. */
export class AskedAhead<T> {
  readonly #ask: () => Promise<T>;
  /** In ms. */
  readonly #keeps: number;
  #asked: { at: number; answer: Promise<T> } | undefined;

  /** @param answer one that is on its way already */
  constructor(ask: () => Promise<T>, keeps: number, answer?: Promise<T>) {
    this.#ask = ask;
    this.#keeps = keeps;
    if (answer !== undefined) this.#asked = { at: Date.now(), answer };
  }

  ahead(): void {
    if (this.#fresh() !== undefined) return;
    const answer = this.#ask();
    // Told when it is used.
    answer.catch(() => undefined);
    this.#asked = { at: Date.now(), answer };
  }

  take(): Promise<T> {
    const answer = this.#fresh() ?? this.#ask();
    this.#asked = undefined;
    return answer;
  }

  #fresh(): Promise<T> | undefined {
    if (this.#asked === undefined || Date.now() - this.#asked.at > this.#keeps) return undefined;
    return this.#asked.answer;
  }
}
