import type { V1CronJob, V1Deployment } from "@kubernetes/client-node";
import { apiProblem, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { introducedBefore, unfinishedChange } from "../../records/choose.ts";
import type { ReleaseRecord, ServiceChange } from "../../records/record.ts";
import { runsOnSchedule, sameParameters } from "../../parameters/serviceParameters.ts";
import { cronJobNamed } from "../schedule.ts";

type ServiceName = Pick<ServiceChange, "service" | "namespace">;
type Released = ServiceName & Pick<ServiceChange, "after">;

/**
 * Notes what stands in the cluster before anything is touched, of the services that are to change: whether a release
 * brings one into the cluster, which a restore may then take away; and its revision, by which recover sees whether a
 * release that was killed ever reached the pods.
 * @throws Problem where the cluster does not say
 */
export async function noteStanding(
  changes: readonly ServiceChange[],
  records: readonly ReleaseRecord[],
  cluster: Cluster,
): Promise<ServiceChange[]> {
  return Promise.all(
    changes.map(async (change) => {
      const { service, before, after } = change;
      if (before !== undefined && sameParameters(before, after)) return change;
      const deployment = await deploymentOf(change, cluster);
      const cronJob = deployment === undefined ? await scheduleOf(change, cluster) : undefined;
      // A release that goes on where another stopped: what stood before the first of them.
      const now = { revision: revisionOf(deployment) ?? generationOf(cronJob) };
      const { revision } = unfinishedChange(records, change) ?? now;
      // What has pods that serve is nothing to take away, whatever the records know of it.
      const ours = introducedBefore(records, service) && !serves(deployment);
      const introduced = before === undefined && ((deployment === undefined && cronJob === undefined) || ours);
      return {
        ...change,
        ...(introduced ? { introduced: true as const } : {}),
        ...(revision === undefined ? {} : { revision }),
      };
    }),
  );
}

export async function isDeployed(service: Released, cluster: Cluster): Promise<boolean> {
  return (await deploymentOf(service, cluster)) !== undefined || (await scheduleOf(service, cluster)) !== undefined;
}

/**
 * Counted up by Kubernetes with each change of the pods' template, also with one that goes back to an earlier; of a
 * schedule with any change of it. Configuration alone is such a change: its ConfigMap or Secret has another name then.
 */
export async function currentRevision(service: Released, cluster: Cluster): Promise<string | undefined> {
  return revisionOf(await deploymentOf(service, cluster)) ?? generationOf(await scheduleOf(service, cluster));
}

/** The CronJob of its name, of a service that has one. */
async function scheduleOf({ service, namespace, after }: Released, cluster: Cluster): Promise<V1CronJob | undefined> {
  return runsOnSchedule(after) ? cronJobNamed(cluster, namespace, service) : undefined;
}

function generationOf(cronJob: V1CronJob | undefined): string | undefined {
  return cronJob?.metadata?.generation?.toString();
}

/** Whether a pod of its Deployment serves. */
export async function podsServe(service: ServiceName, cluster: Cluster): Promise<boolean> {
  return serves(await deploymentOf(service, cluster));
}

function serves(deployment: V1Deployment | undefined): boolean {
  return (deployment?.status?.availableReplicas ?? 0) > 0;
}

function revisionOf(deployment: V1Deployment | undefined): string | undefined {
  return deployment?.metadata?.annotations?.["deployment.kubernetes.io/revision"];
}

async function deploymentOf({ service, namespace }: ServiceName, cluster: Cluster): Promise<V1Deployment | undefined> {
  try {
    return await cluster.apps.readNamespacedDeployment({ namespace, name: service });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw apiProblem(error, `reading deployment ${namespace}/${service}`);
  }
}
