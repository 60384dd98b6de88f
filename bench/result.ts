/** What does the same in the same round: kubectl by hand, `pulumi up --skip-preview` by hand, helm 4, Argo Rollouts. */
export const peers = ["kubectl", "pulumi", "helm", "argo"] as const;
export type Peer = (typeof peers)[number];

/** What one round of a benchmark measured, by figure. */
export interface Reading {
  /** `release up`, `doomed → verdict`: stable, the limits name it. */
  figure: string;
  unit: "s" | "MB" | "";
  value: number;
  /** The peers doing the same in the same round, in the same unit; absent where one has no counterpart. */
  beside?: Partial<Record<Peer, number>>;
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
  /** Of each peer one for each of {@link values}, or none. */
  beside: Partial<Record<Peer, number[]>>;
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
  for (const { figure, unit, value, beside = {} } of rounds.flat()) {
    const known = figures.get(figure) ?? { ...setting, figure, unit, values: [], beside: {} };
    known.values.push(value);
    for (const peer of peers) {
      const its = beside[peer];
      if (its !== undefined) (known.beside[peer] ??= []).push(its);
    }
    figures.set(figure, known);
  }
  return [...figures.values()];
}
