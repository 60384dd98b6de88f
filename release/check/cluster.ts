import { allTold } from "../../errors/allTold.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { checkRights, type Right } from "./rights.ts";

/** preStop `sleep`, which every template drains with, came with this minor version. */
const oldestMinor = 30;

/** What every release needs in the stack's namespace: what the releaser role of `release rbac` grants. */
export function neededRights(namespace: string): Right[] {
  return [
    { namespace, verb: "patch", group: "apps", resource: "deployments" },
    { namespace, verb: "patch", group: "", resource: "services" },
    { namespace, verb: "create", group: "", resource: "configmaps" },
    { namespace, verb: "list", group: "", resource: "pods" },
    { namespace, verb: "update", group: "coordination.k8s.io", resource: "leases" },
  ];
}

/** The cluster is there, new enough, and lets this operator release into the stack's namespace. Changes nothing. */
export async function checkCluster(cluster: Cluster, namespace: string): Promise<void> {
  const next = "ask a cluster owner to bind you to the releaser role: release rbac prints it";
  await allTold([checkVersion(cluster), checkRights(cluster, neededRights(namespace), next)]);
}

async function checkVersion(cluster: Cluster): Promise<void> {
  const version = await cluster.version.getCode().catch((error: unknown) => {
    throw apiProblem(error, `asking ${cluster.server} (context ${cluster.context}) for its version`);
  });
  const minor = Number.parseInt(version.minor, 10);
  if (version.major === "1" && minor < oldestMinor) {
    throw new UsageProblem({
      code: "CLUSTER_TOO_OLD",
      what: `the cluster runs Kubernetes ${version.gitVersion}; at least 1.${oldestMinor} is needed (preStop sleep)`,
      where: `context ${cluster.context}`,
      next: "upgrade the cluster, or choose another with --context",
    });
  }
}
