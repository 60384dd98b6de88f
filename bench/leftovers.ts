import { apiProblem } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";

export const benchLabel = "releases/bench";

/** The namespace of one arena: it names the process that cleans it up. */
export function arenaNamespace(pid: number, services: number): string {
  return `bench-${pid}-${services}`;
}

/** Whether a namespace was left behind by a process that is gone. */
export function isLeftover(namespace: string, runs: (pid: number) => boolean): boolean {
  const pid = /^bench-(\d+)-\d+(-(kubectl|helm|argo))?$/.exec(namespace)?.[1];
  return pid !== undefined && !runs(Number(pid));
}

/** Removes what benchmarks that were killed have left on the cluster; returns the namespaces. */
export async function removeLeftovers(cluster: Cluster): Promise<string[]> {
  try {
    const { items } = await cluster.core.listNamespace({ labelSelector: `${benchLabel}=true` });
    const names = items.flatMap(({ metadata }) => metadata?.name ?? []).filter((name) => isLeftover(name, processRuns));
    await Promise.all(names.map((name) => cluster.core.deleteNamespace({ name })));
    return names;
  } catch (error) {
    throw apiProblem(error, "removing what earlier benchmarks left behind");
  }
}

function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
