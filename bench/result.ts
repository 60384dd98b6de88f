/** What one round of a benchmark measured, by figure. */
export interface Reading {
  /** `release up`, `doomed → verdict`: stable, the limits name it. */
  figure: string;
  unit: "s" | "MB" | "";
  value: number;
  /** kubectl doing the same in the same round, in the same unit; absent where it has no counterpart. */
  kubectl?: number;
}

export interface Requests {
  sent: number;
  failed: number;
}

/** All rounds of one figure. */
export interface Figure {
  benchmark: string;
  figure: string;
  services: number;
  /** Pods of each service; absent where nothing runs on a cluster. */
  replicas?: number;
  unit: Reading["unit"];
  values: number[];
  /** One for each of {@link values}, or none. */
  kubectl: number[];
  /** Sent to the first service while all rounds of the benchmark ran. */
  requests?: Requests;
}

export interface Setting {
  benchmark: string;
  services: number;
  replicas?: number;
  requests?: Requests;
}

/** Rounds as figures, in the order of their first reading. */
export function figuresOf(setting: Setting, rounds: readonly (readonly Reading[])[]): Figure[] {
  const figures = new Map<string, Figure>();
  for (const { figure, unit, value, kubectl } of rounds.flat()) {
    const known = figures.get(figure) ?? { ...setting, figure, unit, values: [], kubectl: [] };
    known.values.push(value);
    if (kubectl !== undefined) known.kubectl.push(kubectl);
    figures.set(figure, known);
  }
  return [...figures.values()];
}
