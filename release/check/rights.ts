import { AuthorizationV1Api } from "@kubernetes/client-node";
import { UsageProblem } from "../../errors/problem.ts";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";

/** One thing that may be done to one kind of object in one namespace. */
export interface Right {
  namespace: string;
  verb: "create" | "patch" | "update" | "delete" | "list";
  /** API group; empty for Kubernetes' core. */
  group: string;
  resource: string;
}

/** Asks the API server for each. @throws UsageProblem NO_RIGHTS with a line for each that this user does not have */
export async function checkRights(cluster: Cluster, rights: readonly Right[], next: string): Promise<void> {
  const authorization = cluster.kubeConfig.makeApiClient(AuthorizationV1Api);
  const answers = await Promise.all(
    rights.map(async (right) => {
      try {
        const review = await authorization.createSelfSubjectAccessReview({
          body: { spec: { resourceAttributes: { ...right } } },
        });
        return { right, allowed: review.status?.allowed === true };
      } catch (error) {
        throw apiProblem(error, `asking what this user may do in namespace ${right.namespace}`);
      }
    }),
  );
  const missing = answers.filter(({ allowed }) => !allowed).map(({ right }) => right);
  if (missing.length === 0) return;
  const namespaces = [...new Set(missing.map(({ namespace }) => namespace))];
  throw new UsageProblem({
    code: "NO_RIGHTS",
    what: `this user may not release into namespace ${namespaces.join(", ")}`,
    where: `context ${cluster.context}`,
    details: missing.map(({ verb, group, resource, namespace }) => {
      const where = namespaces.length === 1 ? "" : ` in ${namespace}`;
      return `may not ${verb} ${group === "" ? resource : `${resource}.${group}`}${where}`;
    }),
    next,
  });
}
