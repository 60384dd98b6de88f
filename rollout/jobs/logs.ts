import type { Cluster } from "../../cluster/cluster.ts";
import type { Cleaner } from "../evidence/clean.ts";
import type { Emit } from "../events.ts";
import { containersOf, readContainer } from "../logs/containerLog.ts";
import type { WorkloadRef } from "../verdict.ts";
import type { JobSnapshot } from "./job.ts";

/** Lines read of a log that was written before it was followed. */
const tail = 1000;

/** Emits what a Job's pods write, as they write it. */
export class JobLogs {
  readonly #cluster: Cluster;
  readonly #workload: WorkloadRef;
  readonly #cleaner: Cleaner;
  readonly #emit: Emit;
  readonly #signal: AbortSignal;
  readonly #readings = new Map<string, Promise<void>>();

  constructor(cluster: Cluster, workload: WorkloadRef, cleaner: Cleaner, emit: Emit, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#workload = workload;
    this.#cleaner = cleaner;
    this.#emit = emit;
    this.#signal = signal;
  }

  look({ pods }: JobSnapshot): void {
    for (const run of containersOf(pods, false)) {
      const key = `${run.pod}/${run.container}/${run.run}`;
      if (this.#readings.has(key)) continue;
      const specs = pods.flatMap(({ spec }) => spec ?? []);
      this.#readings.set(key, this.#read(run, specs));
    }
  }

  /** Resolves when all that was begun is read to its end. */
  async settled(): Promise<void> {
    await Promise.all(this.#readings.values());
  }

  async #read(run: Parameters<typeof readContainer>[2], specs: Parameters<Cleaner["by"]>[0]): Promise<void> {
    const { namespace } = this.#workload;
    const clean = await this.#cleaner.by(specs);
    const request = { namespace, tail, previous: false, follow: this.#signal };
    await readContainer(this.#cluster, request, run, {
      clean,
      onLine: ({ pod, container, line }) => {
        if (line.trim() === "" || this.#signal.aborted) return;
        this.#emit({ type: "podLog", at: Date.now(), workload: this.#workload, pod, container, line });
      },
    });
  }
}
