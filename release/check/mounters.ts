import { apiProblem, apiStatus } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";

/** Something in the cluster that has pods, or is one. */
export interface Mounter {
  kind: "Deployment" | "CronJob" | "Pod";
  name: string;
  labels: Record<string, string>;
  /** Of a pod: what made it. */
  owner?: { kind: string; name: string };
  claims: string[];
}

/** All of a namespace. */
export async function mountersIn(namespace: string, { apps, batch, core }: Cluster): Promise<Mounter[]> {
  const of = { namespace };
  const [deployments, cronJobs, pods] = await Promise.all([
    seen(apps.listNamespacedDeployment(of), `listing the deployments of namespace ${namespace}`),
    seen(batch.listNamespacedCronJob(of), `listing the cron jobs of namespace ${namespace}`),
    seen(core.listNamespacedPod(of), `listing the pods of namespace ${namespace}`),
  ]);
  return [
    ...deployments.map(({ metadata, spec }) => mounter("Deployment", metadata, spec?.template.spec)),
    ...cronJobs.map(({ metadata, spec }) => mounter("CronJob", metadata, spec.jobTemplate.spec?.template.spec)),
    // One that is over uses no volume any more, as Kubernetes sees it too.
    ...pods
      .filter(({ status }) => !/^(Succeeded|Failed)$/.test(status?.phase ?? ""))
      .map(({ metadata, spec }) => mounter("Pod", metadata, spec)),
  ];
}

interface Metadata {
  name?: string;
  labels?: Record<string, string>;
  ownerReferences?: { kind: string; name: string; controller?: boolean }[];
}

function mounter(
  kind: Mounter["kind"],
  { name = "", labels = {}, ownerReferences = [] }: Metadata = {},
  pod: { volumes?: { persistentVolumeClaim?: { claimName: string } }[] } = {},
): Mounter {
  const owner = ownerReferences.find(({ controller }) => controller === true);
  const claims = (pod.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []);
  const from = owner === undefined ? {} : { owner: { kind: owner.kind, name: owner.name } };
  return { kind, name, labels, claims, ...from };
}

/** Who may not look at a kind is told by the pods alone. */
async function seen<T>(list: Promise<{ items: T[] }>, doing: string): Promise<T[]> {
  try {
    return (await list).items;
  } catch (error) {
    if (apiStatus(error)?.code === 403) return [];
    throw apiProblem(error, doing);
  }
}
