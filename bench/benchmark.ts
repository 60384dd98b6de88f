import type { Arena } from "./arena.ts";
import { peers, type Peer, type Reading } from "./result.ts";

/** Something a release does, measured beside others doing the same. */
export interface Benchmark {
  name: string;
  /** One line for the help. */
  about: string;
  /** Measured with the arena's making: no rounds, no requests. */
  once?: true;
  /** Only where it is asked for by its name: it needs parts that the others do without. */
  named?: true;
  /** Brings the arena to where a round can begin; not measured. */
  prepare?(arena: Arena): Promise<void>;
  /** One round, the number of those before it: it turns the order, so that none always finds the warmer machine. */
  round(arena: Arena, turn: number): Promise<Reading[]>;
}

/** What each side does, in s. */
export type Sides = { ours: () => Promise<number> } & Partial<Record<Peer, () => Promise<number>>>;

/** The seconds of each side, one after the other, each once the pods that the one before replaced are gone. */
export async function sideBySide(
  { settle }: Arena,
  turn: number,
  sides: Sides,
): Promise<Required<Pick<Reading, "value" | "beside">>> {
  const measured = { value: 0, beside: {} as Partial<Record<Peer, number>> };
  const all = (["ours", ...peers] as const).filter((side) => sides[side] !== undefined);
  const first = turn % all.length;
  for (const side of [...all.slice(first), ...all.slice(0, first)]) {
    await settle();
    const seconds = (await sides[side]?.()) ?? 0;
    if (side === "ours") measured.value = seconds;
    else measured.beside[side] = seconds;
  }
  return measured;
}
