import type { Arena } from "./arena.ts";
import type { Reading } from "./result.ts";

/** Something a release does, measured beside kubectl doing the same. */
export interface Benchmark {
  name: string;
  /** One line for the help. */
  about: string;
  /** Brings the arena to where a round can begin; not measured. */
  prepare?(arena: Arena): Promise<void>;
  /** One round; `swap` lets kubectl go first, so that neither always finds the warmer machine. */
  round(arena: Arena, swap: boolean): Promise<Reading[]>;
}

/** Our seconds beside kubectl's, the one after the other. */
export async function sideBySide(
  swap: boolean,
  ours: () => Promise<number>,
  kubectl: () => Promise<number>,
): Promise<Pick<Reading, "value" | "kubectl">> {
  if (!swap) {
    const value = await ours();
    return { value, kubectl: await kubectl() };
  }
  const seconds = await kubectl();
  return { value: await ours(), kubectl: seconds };
}
