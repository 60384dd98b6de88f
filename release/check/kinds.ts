import { CustomObjectsApi } from "@kubernetes/client-node";
import type { Service, StackConfig } from "../../components/config/stackConfig.ts";
import { gatewayRoutes, ownObjects } from "../../components/objects.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { apiProblem, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";

/** An object whose kind is no part of Kubernetes itself, and who needs it. */
interface Wanted {
  kind: string;
  apiVersion: string;
  service: string;
  /** Completes `which … needs`. */
  by: string;
  next: string;
}

/**
 * The cluster serves the kinds that are no part of Kubernetes itself, as far as the stack has objects of them. A dry run
 * would not tell: to Pulumi, a kind that is not there may come in the same run. Changes nothing.
 * @throws UsageProblem KIND_MISSING
 */
export async function checkKinds(cluster: Cluster, { services }: StackConfig): Promise<void> {
  const wanted = services.flatMap((service) => [...routes(service), ...own(service)]);
  const versions = [...new Set(wanted.map(({ apiVersion }) => apiVersion))];
  const served = new Map(
    await Promise.all(versions.map(async (version) => [version, await servedKinds(cluster, version)] as const)),
  );
  const missing = wanted.filter(({ apiVersion, kind }) => served.get(apiVersion)?.includes(kind) !== true);
  const [first] = missing;
  if (first === undefined) return;
  const { kind, apiVersion, by, next } = first;
  const named = new Set(
    missing.filter((other) => other.kind === kind && other.by === by).map(({ service }) => service),
  );
  throw new UsageProblem({
    code: "KIND_MISSING",
    what: `the cluster has no ${kind} (${apiVersion}), which ${by} of ${[...named].join(", ")} needs`,
    where: `context ${cluster.context}`,
    next,
  });
}

function routes(service: Service): Wanted[] {
  const next =
    "install the Gateway API and a gateway on the cluster (in the lab: npm run lab -- gateway), " +
    "or set route.kind: Ingress";
  return gatewayRoutes(service).map(({ kind, apiVersion }) => ({
    ...{ kind, apiVersion, service: service.name, by: "the route", next },
  }));
}

function own(service: Service): Wanted[] {
  const next = "install what serves it on the cluster, or take the file in objects/ away that makes it";
  return ownObjects(service)
    .filter(({ apiVersion }) => apiVersion.split("/")[0]?.includes(".") === true && !apiVersion.includes(".k8s.io/"))
    .map(({ kind, apiVersion }) => ({ kind, apiVersion, service: service.name, by: "an object", next }));
}

async function servedKinds(cluster: Cluster, apiVersion: string): Promise<string[]> {
  const [group = "", version = ""] = apiVersion.split("/");
  try {
    const { resources } = await cluster.kubeConfig.makeApiClient(CustomObjectsApi).getAPIResources({ group, version });
    return resources.map(({ kind }) => kind);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw apiProblem(error, `asking ${cluster.server} (context ${cluster.context}) for the kinds of ${group}`);
  }
}
