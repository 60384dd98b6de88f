import { Watch, type V1ContainerStatus, type V1Pod } from "@kubernetes/client-node";
import { exitCodes, Problem } from "../errors/problem.ts";
import type { Cluster } from "../cluster/cluster.ts";

/** When the kubelet reported how a workload's containers ended, as seen by a watch of our own. Times in ms since 1970. */
export interface CrashWatch {
  /** First and second end of one container of the workload, by its name. */
  readonly first: ReadonlyMap<string, number>;
  readonly second: ReadonlyMap<string, number>;
  /** Resolves when each of these workloads has had its second. @throws Problem BENCH_NO_CRASH after 60 s */
  untilSecond(workloads: readonly string[], signal: AbortSignal): Promise<void>;
  stop(): void;
}

const patienceMs = 60_000;
const nameLabel = "app.kubernetes.io/name";

/** Watches the pods of one image in a namespace. Runs no longer than the API server keeps a watch (minutes). */
export async function watchCrashes(cluster: Cluster, namespace: string, image: string): Promise<CrashWatch> {
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let heard: () => void = () => undefined;
  const see = (_type: string, object: unknown): void => {
    const pod = object as V1Pod;
    const workload = pod.metadata?.labels?.[nameLabel];
    if (workload === undefined || !pod.spec?.containers.some((container) => container.image === image)) return;
    const ends = Math.max(0, ...(pod.status?.containerStatuses ?? []).map(endsOf));
    const now = Date.now();
    if (ends >= 1 && !first.has(workload)) first.set(workload, now);
    if (ends >= 2 && !second.has(workload)) second.set(workload, now);
    heard();
  };
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const watch = await new Watch(cluster.kubeConfig).watch(path, {}, see, () => undefined);
  return {
    first,
    second,
    untilSecond: (workloads, signal) =>
      new Promise((resolve, reject) => {
        const give = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
        give.addEventListener("abort", () => {
          reject(
            noCrash(
              namespace,
              workloads.filter((name) => !second.has(name)),
            ),
          );
        });
        heard = () => {
          if (workloads.every((name) => second.has(name))) resolve();
        };
        heard();
      }),
    stop: () => {
      watch.abort();
    },
  };
}

/** How often a container has ended, by its status: each restart followed one end, and it may have ended again since. */
export function endsOf({ restartCount, state, lastState }: V1ContainerStatus): number {
  const down = state?.running === undefined && (state?.terminated ?? lastState?.terminated) !== undefined;
  return restartCount + (down ? 1 : 0);
}

function noCrash(namespace: string, workloads: readonly string[]): Problem {
  return new Problem({
    code: "BENCH_NO_CRASH",
    what: `no second crash was reported within ${patienceMs / 1000} s`,
    where: `namespace ${namespace}: ${workloads.join(", ")}`,
    exitCode: exitCodes.unreachable,
  });
}
