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

/** Our seconds beside kubectl's, the one after the other, each once the pods that the other replaced are gone. */
export async function sideBySide(
  { settle }: Arena,
  swap: boolean,
  ours: () => Promise<number>,
  kubectl: () => Promise<number>,
): Promise<Pick<Reading, "value" | "kubectl">> {
  const seconds = { value: 0, kubectl: 0 };
  for (const side of swap ? (["kubectl", "value"] as const) : (["value", "kubectl"] as const)) {
    await settle();
    seconds[side] = await (side === "value" ? ours() : kubectl());
  }
  return seconds;
}
