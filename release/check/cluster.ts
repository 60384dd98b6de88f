import { AuthorizationV1Api } from "@kubernetes/client-node";
import { UsageProblem } from "../../errors/problem.ts";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";

/** preStop `sleep`, which every template drains with, came with this minor version. */
const oldestMinor = 30;

/** What every release needs in the stack's namespace: what the releaser role of `release rbac` grants. */
const neededRights = [
  { verb: "patch", group: "apps", resource: "deployments" },
  { verb: "patch", group: "", resource: "services" },
  { verb: "create", group: "", resource: "configmaps" },
  { verb: "list", group: "", resource: "pods" },
  { verb: "update", group: "coordination.k8s.io", resource: "leases" },
] as const;

/** The cluster is there, new enough, and lets this operator release into the stack's namespace. Changes nothing. */
export async function checkCluster(cluster: Cluster, namespace: string): Promise<void> {
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
  await checkRights(cluster, namespace);
}

async function checkRights(cluster: Cluster, namespace: string): Promise<void> {
  const authorization = cluster.kubeConfig.makeApiClient(AuthorizationV1Api);
  const answers = await Promise.all(
    neededRights.map(async (right) => {
      const { verb, group, resource } = right;
      try {
        const review = await authorization.createSelfSubjectAccessReview({
          body: { spec: { resourceAttributes: { namespace, verb, group, resource } } },
        });
        return { right, allowed: review.status?.allowed === true };
      } catch (error) {
        throw apiProblem(error, `asking what this user may do in namespace ${namespace}`);
      }
    }),
  );
  const missing = answers.filter(({ allowed }) => !allowed).map(({ right }) => right);
  if (missing.length === 0) return;
  throw new UsageProblem({
    code: "NO_RIGHTS",
    what: `this user may not release into namespace ${namespace}`,
    where: `context ${cluster.context}`,
    details: missing.map(
      ({ verb, group, resource }) => `may not ${verb} ${group === "" ? resource : `${resource}.${group}`}`,
    ),
    next: "ask a cluster owner to bind you to the releaser role: release rbac prints it",
  });
}
