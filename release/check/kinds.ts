import { CustomObjectsApi } from "@kubernetes/client-node";
import type { StackConfig } from "../../components/config/stackConfig.ts";
import { httpRoute } from "../../components/objects.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { apiProblem, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";

const group = "gateway.networking.k8s.io";
const version = "v1";

/**
 * The cluster serves the kinds that are no part of Kubernetes itself, as far as the stack has objects of them. A dry run
 * would not tell: to Pulumi, a kind that is not there may come in the same run. Changes nothing.
 * @throws UsageProblem KIND_MISSING
 */
export async function checkKinds(cluster: Cluster, { services }: StackConfig): Promise<void> {
  const routed = services.filter((service) => httpRoute(service) !== undefined).map(({ name }) => name);
  if (routed.length === 0 || (await servesRoutes(cluster))) return;
  throw new UsageProblem({
    code: "KIND_MISSING",
    what: `the cluster has no HTTPRoute (${group}/${version}), which the route of ${routed.join(", ")} needs`,
    where: `context ${cluster.context}`,
    next:
      "install the Gateway API and a gateway on the cluster (its kinds alone, in the lab: npm run lab -- gateway), " +
      "or set route.kind: Ingress",
  });
}

async function servesRoutes(cluster: Cluster): Promise<boolean> {
  try {
    const { resources } = await cluster.kubeConfig.makeApiClient(CustomObjectsApi).getAPIResources({ group, version });
    return resources.some(({ kind }) => kind === "HTTPRoute");
  } catch (error) {
    if (isNotFound(error)) return false;
    throw apiProblem(error, `asking ${cluster.server} (context ${cluster.context}) for the kinds of ${group}`);
  }
}
