import { AuthenticationV1Api } from "@kubernetes/client-node";
import { apiProblem } from "./apiError.ts";
import type { Cluster } from "./cluster.ts";

/** A person, or an account, as the API server sees them. */
export interface Person {
  name: string;
  groups: string[];
}

/**
 * Asks the API server whom it sees, beside whatever comes next: the answer is undefined until it is there, and where the
 * server does not serve that or refuses. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#self-subject-review
 */
export function askUser(cluster: Pick<Cluster, "kubeConfig">): () => string | undefined {
  let name: string | undefined;
  review(cluster).then(
    (person) => (name = person?.name),
    () => undefined,
  );
  return () => name;
}

/** The same for whom it matters who they are, and in which groups. @throws Problem */
export async function whoAmI(cluster: Pick<Cluster, "kubeConfig">): Promise<Person> {
  const doing = "asking whom the API server sees";
  const person = await review(cluster).catch((error: unknown): never => {
    throw apiProblem(error, doing);
  });
  if (person === undefined) throw apiProblem(new Error("it named nobody"), doing);
  return person;
}

async function review({ kubeConfig }: Pick<Cluster, "kubeConfig">): Promise<Person | undefined> {
  const { status } = await kubeConfig.makeApiClient(AuthenticationV1Api).createSelfSubjectReview({ body: {} });
  const { username, groups = [] } = status?.userInfo ?? {};
  return username === undefined ? undefined : { name: username, groups };
}
