import { AuthenticationV1Api } from "@kubernetes/client-node";
import type { Cluster } from "./cluster.ts";

/**
 * Asks the API server whom it sees, beside whatever comes next: the answer is undefined until it is there, and where the
 * server does not serve that or refuses. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#self-subject-review
 */
export function askUser({ kubeConfig }: Pick<Cluster, "kubeConfig">): () => string | undefined {
  let name: string | undefined;
  const asked = kubeConfig.makeApiClient(AuthenticationV1Api).createSelfSubjectReview({ body: {} });
  asked.then(
    ({ status }) => (name = status?.userInfo?.username),
    () => undefined,
  );
  return () => name;
}
