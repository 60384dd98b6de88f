import type { ResourceState } from "./checkpoint.ts";
import { parseProviderReference } from "./urn.ts";

/** URNs a resource needs: its parent, what it depends on, its provider, what it is deleted with. */
export function needs(state: ResourceState): string[] {
  return [
    ...(state.parent === undefined ? [] : [state.parent]),
    ...(state.dependencies ?? []),
    ...(state.provider === undefined || state.provider === "" ? [] : [parseProviderReference(state.provider).urn]),
    ...(state.deletedWith === undefined ? [] : [state.deletedWith]),
  ];
}

/**
 * Deletions in waves: within one, nothing needs another; each wave may begin when the one before has ended. Those that
 * others need come last. A resource that waits for its deletion is needed by others of its kind only: what took its
 * place keeps those that live.
 */
export function deletionWaves(doomed: readonly ResourceState[]): ResourceState[][] {
  const waves: ResourceState[][] = [];
  let left = [...doomed];
  while (left.length > 0) {
    const needed = new Set(left.flatMap((state) => needs(state).filter((urn) => urn !== state.urn)));
    const free = left.filter(({ urn }) => !needed.has(urn));
    // A circle cannot come from a program; if a state has one, its resources still get deleted.
    const wave = new Set(free.length > 0 ? free : left);
    waves.push([...wave]);
    left = left.filter((state) => !wave.has(state));
  }
  return waves;
}
