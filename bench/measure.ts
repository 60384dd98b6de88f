import type { LabEvent } from "../lab/events.ts";
import { labUp } from "../lab/up.ts";
import { openArena } from "./arena.ts";
import type { Benchmark } from "./benchmark.ts";
import { canary } from "./canary.ts";
import { crashingRelease } from "./crashingRelease.ts";
import { drift } from "./drift.ts";
import { firstDeploy } from "./firstDeploy.ts";
import { goodRelease } from "./goodRelease.ts";
import { noChange } from "./noChange.ts";
import type { BenchOptions } from "./options.ts";
import { restart } from "./restart.ts";
import { figuresOf, type Figure, type Reading, type Requests } from "./result.ts";
import { rollback } from "./rollback.ts";
import { defaultReplicas } from "./stackFile.ts";
import { startTraffic } from "./traffic.ts";

export interface MeasureParts {
  options: BenchOptions;
  /** Says what is measured next. */
  say: (text: string) => void;
  signal: AbortSignal;
}

/** In this order: a rollback finds the version that the good release left, and the crash comes last. */
export const benchmarks: readonly Benchmark[] = [
  firstDeploy,
  goodRelease,
  rollback,
  noChange,
  drift,
  restart,
  crashingRelease,
  canary,
];

/** Measures what was asked for, adding to `figures`; each number of services on an arena of its own, gone before the next. */
export async function measure({ options, say, signal }: MeasureParts, figures: Figure[]): Promise<void> {
  const wanted = benchmarks.filter(({ name, named }) =>
    options.benchmarks.length === 0 ? named !== true : options.benchmarks.includes(name),
  );
  await labUp({
    emit: ({ step, state }: LabEvent) => {
      if (state === "started") say(`lab: ${step}`);
    },
  });
  for (const services of options.services.length > 0 ? options.services : [1, 6, 50])
    await onArena(wanted, services, { options, say, signal }, figures);
}

async function onArena(
  wanted: readonly Benchmark[],
  services: number,
  { options, say, signal }: MeasureParts,
  figures: Figure[],
): Promise<void> {
  const { runs, minReady, replicas = defaultReplicas(services) } = options;
  say(`${services} services of ${replicas} replicas: first release, and the copies for kubectl and helm`);
  const arena = await openArena({ services, replicas, minReady, signal });
  try {
    for (const benchmark of wanted) {
      const setting = { benchmark: benchmark.name, services, replicas };
      if (benchmark.once === true) {
        figures.push(...figuresOf(setting, [await benchmark.round(arena, 0)]));
        continue;
      }
      await benchmark.prepare?.(arena);
      const { rounds, requests } = await underTraffic(arena, async () => {
        const done: Reading[][] = [];
        for (let run = 1; run <= runs; run++) {
          say(`${benchmark.name}, ${services} services, round ${run} of ${runs}`);
          done.push(await benchmark.round(arena, run - 1));
        }
        return done;
      });
      figures.push(...figuresOf({ ...setting, requests }, rounds));
    }
  } finally {
    say("removing its namespaces");
    await arena.close();
  }
}

async function underTraffic(
  { cluster, namespace, services }: Awaited<ReturnType<typeof openArena>>,
  work: () => Promise<Reading[][]>,
): Promise<{ rounds: Reading[][]; requests: Requests }> {
  const traffic = await startTraffic(cluster, namespace, services[0] ?? "");
  try {
    const rounds = await work();
    return { rounds, requests: await traffic.stop() };
  } finally {
    // A second stop finds it ended.
    await traffic.stop();
  }
}
