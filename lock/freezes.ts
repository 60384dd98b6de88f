import type { V1Lease } from "@kubernetes/client-node";
import { apiProblem, isConflict, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { UsageProblem } from "../errors/problem.ts";
import type { Freeze } from "../records/freeze.ts";

/** Whose freezes. */
export interface FreezeScope {
  namespace: string;
  project: string;
  stack: string;
}

const annotation = "releases/freezes";

/** All that were set, those whose time is over among them. */
export async function freezesOf(cluster: Cluster, scope: FreezeScope): Promise<Freeze[]> {
  return freezesIn(await leaseOf(cluster, scope));
}

/**
 * Changes them; of two who do so at once the second changes what the first has left. A Lease beside the lock's: whoever
 * may release may keep it, and it stays where nothing is frozen, so nobody needs a right to delete.
 * @throws UsageProblem NAMESPACE_MISSING
 */
export async function changeFreezes(
  cluster: Cluster,
  scope: FreezeScope,
  change: (freezes: Freeze[]) => Freeze[],
): Promise<Freeze[]> {
  const { coordination } = cluster;
  const { namespace } = scope;
  for (;;) {
    const found = await leaseOf(cluster, scope);
    const freezes = change(freezesIn(found));
    if (found === undefined && freezes.length === 0) return freezes;
    const body = leaseWith(scope, freezes, found);
    try {
      if (found === undefined) await coordination.createNamespacedLease({ namespace, body });
      else await coordination.replaceNamespacedLease({ namespace, name: freezeLease(scope), body });
      return freezes;
    } catch (error) {
      if (isConflict(error) || (found !== undefined && isNotFound(error))) continue;
      if (isNotFound(error)) throw namespaceMissing(scope, cluster);
      throw apiProblem(error, `freezing stack ${scope.stack}`);
    }
  }
}

/** `prod/release-freeze-releases-prod` */
export function freezePlace(scope: FreezeScope): string {
  return `lease ${scope.namespace}/${freezeLease(scope)}`;
}

/** Its name: `release-freeze-releases-prod`. */
export function freezeLease({ project, stack }: Pick<FreezeScope, "project" | "stack">): string {
  return `release-freeze-${project}-${stack}`;
}

async function leaseOf(cluster: Cluster, scope: FreezeScope): Promise<V1Lease | undefined> {
  const { namespace } = scope;
  try {
    return await cluster.coordination.readNamespacedLease({ namespace, name: freezeLease(scope) });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw apiProblem(error, `asking whether stack ${scope.stack} is frozen`);
  }
}

function leaseWith(scope: FreezeScope, freezes: readonly Freeze[], found: V1Lease | undefined): V1Lease {
  const { namespace, project, stack } = scope;
  const { resourceVersion } = found?.metadata ?? {};
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name: freezeLease(scope),
      namespace,
      labels: { "releases/project": project, "releases/stack": stack },
      annotations: { [annotation]: JSON.stringify(freezes) },
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    // For whoever lists the leases.
    spec: { holderIdentity: freezes.map(({ operator }) => operator).join(", ") },
  };
}

/** Those that a lease holds, over ones among them. Pure. */
export function freezesIn(lease: V1Lease | undefined): Freeze[] {
  try {
    return JSON.parse(lease?.metadata?.annotations?.[annotation] ?? "[]") as Freeze[];
  } catch {
    return [];
  }
}

function namespaceMissing({ namespace, stack }: FreezeScope, cluster: Cluster): UsageProblem {
  return new UsageProblem({
    code: "NAMESPACE_MISSING",
    what: `namespace ${namespace} does not exist: nothing of stack ${stack} was released that could be frozen`,
    where: `context ${cluster.context}`,
    next: "check --stack and --context",
  });
}
