import { apiProblem, isNotFound } from "./cluster/apiError.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { introducedBefore } from "./records/choose.ts";
import type { ReleaseRecord, ServiceChange } from "./records/record.ts";

/**
 * Marks each service that a release brings into the cluster: it never served, and there is nothing of it yet, or only
 * what an earlier release of ours left there. Looked at before anything is touched, so that a restore knows what it may
 * take away.
 * @throws Problem where the cluster does not say
 */
export async function markIntroduced(
  changes: readonly ServiceChange[],
  records: readonly ReleaseRecord[],
  cluster: Cluster,
): Promise<ServiceChange[]> {
  return Promise.all(
    changes.map(async (change) => {
      if (change.before !== undefined) return change;
      const ours = introducedBefore(records, change.service) || !(await stands(change, cluster));
      return ours ? { ...change, introduced: true as const } : change;
    }),
  );
}

async function stands({ service, namespace }: ServiceChange, cluster: Cluster): Promise<boolean> {
  try {
    await cluster.apps.readNamespacedDeployment({ namespace, name: service });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw apiProblem(error, `reading deployment ${namespace}/${service}`);
  }
}
