import type { StackSource } from "./source.ts";
import { StackLive } from "./stackLive.ts";
import { Watches } from "./watches.ts";

/** All stacks that the console shows, each beside the others. */
export class Stacks {
  readonly #live: ReadonlyMap<string, StackLive>;
  readonly #watches = new Watches();

  constructor(sources: readonly StackSource[]) {
    this.#live = new Map(
      sources.map((source) => {
        const { stack } = source.location;
        return [stack, new StackLive(source, this.#watches, (service) => this.#elsewhere(stack, service))];
      }),
    );
    for (const [stack, live] of this.#live) {
      live.onVersion = (service) => {
        for (const [other, beside] of this.#live) if (other !== stack) beside.changedElsewhere(service);
      };
    }
  }

  get names(): string[] {
    return [...this.#live.keys()];
  }

  get all(): StackLive[] {
    return [...this.#live.values()];
  }

  named(stack: string): StackLive | undefined {
    return this.#live.get(stack);
  }

  stop(): void {
    for (const live of this.all) live.stop();
    this.#watches.stop();
  }

  #elsewhere(stack: string, service: string): Record<string, string> {
    const others = [...this.#live].filter(([other]) => other !== stack);
    return Object.fromEntries(
      others.flatMap(([other, live]): [string, string][] => {
        const runs = live.row(service)?.runs;
        return runs === undefined ? [] : [[other, runs]];
      }),
    );
  }
}
