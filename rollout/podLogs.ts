import type { Emit } from "./events.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { podSpecs, type Clean, type Cleaner } from "./evidence/clean.ts";
import { readLog } from "./evidence/logs.ts";
import { endKey, nameOf, newPods, type RolloutSnapshot } from "./snapshot.ts";
import type { WorkloadRef } from "./verdict.ts";

/** Lines shown of a container that went wrong; evidence keeps more. */
const tailLines = 20;

/** Emits the last log lines of each container of the new pods once each time it ends with an error. */
export class PodLogs {
  readonly #cluster: Cluster;
  readonly #workload: WorkloadRef;
  readonly #cleaner: Cleaner;
  readonly #emit: Emit;
  readonly #shown = new Set<string>();
  readonly #reading = new Set<Promise<void>>();

  constructor(cluster: Cluster, workload: WorkloadRef, cleaner: Cleaner, emit: Emit) {
    this.#cluster = cluster;
    this.#workload = workload;
    this.#cleaner = cleaner;
    this.#emit = emit;
  }

  look(snapshot: RolloutSnapshot): void {
    for (const { pod, container, key, previous } of failedContainers(snapshot)) {
      if (this.#shown.has(key)) continue;
      this.#shown.add(key);
      const reading = this.#show(pod, container, previous, this.#cleaner.by(podSpecs(snapshot)));
      this.#reading.add(reading);
      void reading.finally(() => this.#reading.delete(reading));
    }
  }

  /** Resolves when all that is being read has been emitted. */
  async settled(): Promise<void> {
    await Promise.all(this.#reading);
  }

  async #show(pod: string, container: string, previous: boolean, cleaning: Promise<Clean>): Promise<void> {
    const { namespace } = this.#workload;
    // Logs are a help on the way; a pod that is gone by now has its evidence elsewhere.
    const text = await readLog(this.#cluster, { namespace, pod, container, previous }, tailLines);
    const clean = await cleaning;
    const lines = clean(text)
      .split("\n")
      .filter((line) => line.trim() !== "");
    for (const line of lines)
      this.#emit({ type: "podLog", at: Date.now(), workload: this.#workload, pod, container, line });
  }
}

function failedContainers(snapshot: RolloutSnapshot) {
  return newPods(snapshot).flatMap((pod) =>
    [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].flatMap(
      ({ name, state, lastState }) => {
        const now = state?.terminated;
        const end = now ?? lastState?.terminated;
        if (end === undefined || end.exitCode === 0) return [];
        return [{ pod: nameOf(pod), container: name, key: endKey(pod, name, end), previous: now === undefined }];
      },
    ),
  );
}
