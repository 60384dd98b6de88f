import { CustomObjectsApi } from "@kubernetes/client-node";
import type { StackConfig } from "../../components/config/stackConfig.ts";
import { gatewayRoutes } from "../../components/objects.ts";
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
  const routed = services.flatMap((service) =>
    gatewayRoutes(service).map(({ kind }) => ({ kind, service: service.name })),
  );
  if (routed.length === 0) return;
  const served = await servedKinds(cluster);
  const missing = routed.filter(({ kind }) => !served.includes(kind));
  const [first] = missing;
  if (first === undefined) return;
  const named = [...new Set(missing.filter(({ kind }) => kind === first.kind).map(({ service }) => service))];
  throw new UsageProblem({
    code: "KIND_MISSING",
    what: `the cluster has no ${first.kind} (${group}/${version}), which the route of ${named.join(", ")} needs`,
    where: `context ${cluster.context}`,
    next:
      "install the Gateway API and a gateway on the cluster (its kinds alone, in the lab: npm run lab -- gateway), " +
      "or set route.kind: Ingress",
  });
}

async function servedKinds(cluster: Cluster): Promise<string[]> {
  try {
    const { resources } = await cluster.kubeConfig.makeApiClient(CustomObjectsApi).getAPIResources({ group, version });
    return resources.map(({ kind }) => kind);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw apiProblem(error, `asking ${cluster.server} (context ${cluster.context}) for the kinds of ${group}`);
  }
}
