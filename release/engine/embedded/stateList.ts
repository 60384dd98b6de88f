import type { ResourceState } from "./checkpoint.ts";

/** Resources in order, found by URN and changed in place without a search: a stack may have thousands. */
export class StateList {
  readonly #states = new Map<number, ResourceState>();
  readonly #places = new Map<ResourceState, number>();
  readonly #byUrn = new Map<string, ResourceState>();
  #next = 0;

  constructor(states: readonly ResourceState[] = []) {
    for (const state of states) this.add(state);
  }

  get all(): ResourceState[] {
    return [...this.#states.values()];
  }

  /** The one that lives under a URN; never one that only waits for its deletion. */
  find(urn: string): ResourceState | undefined {
    return this.#byUrn.get(urn);
  }

  add(state: ResourceState): void {
    this.#put(this.#next++, state);
  }

  remove(state: ResourceState): void {
    const place = this.#take(state);
    if (place !== undefined) this.#states.delete(place);
  }

  /** Puts `state` where `old` is, if it is here. */
  exchange(old: ResourceState, state: ResourceState): void {
    const place = this.#take(old);
    if (place !== undefined) this.#put(place, state);
  }

  #put(place: number, state: ResourceState): void {
    this.#states.set(place, state);
    this.#places.set(state, place);
    if (state.delete !== true) this.#byUrn.set(state.urn, state);
  }

  #take(state: ResourceState): number | undefined {
    const place = this.#places.get(state);
    this.#places.delete(state);
    if (this.#byUrn.get(state.urn) === state) this.#byUrn.delete(state.urn);
    return place;
  }
}
