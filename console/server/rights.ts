import { AuthorizationV1Api, type V1ResourceAttributes } from "@kubernetes/client-node";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { whoAmI } from "../../cluster/user.ts";
import { turns } from "../../host/turns.ts";
import type { Rights } from "../api/me.ts";
import type { StackLive } from "../live/stackLive.ts";
import type { Person } from "./person.ts";

/** What somebody may do with a stack. */
export type AskRights = (person: Person, live: StackLive) => Promise<Rights>;

/** An answer counts so long. ms */
const cachedMs = 30_000;
/** So many answers are kept. */
const mostAnswers = 5000;

type Wanted = Omit<Required<Pick<V1ResourceAttributes, "verb" | "group" | "resource">>, never>;

/** What the roles of `release rbac` tell apart. https://kubernetes.io/docs/reference/access-authn-authz/authorization/ */
const wanted: Record<"see" | "release" | "basic", readonly Wanted[]> = {
  see: [{ verb: "get", group: "apps", resource: "deployments" }],
  release: [
    { verb: "patch", group: "apps", resource: "deployments" },
    { verb: "create", group: "", resource: "configmaps" },
    { verb: "update", group: "coordination.k8s.io", resource: "leases" },
  ],
  basic: [
    { verb: "create", group: "", resource: "serviceaccounts" },
    { verb: "create", group: "policy", resource: "poddisruptionbudgets" },
  ],
};

type Ask = (cluster: Cluster, person: Person, attributes: V1ResourceAttributes) => Promise<boolean>;

/** Hundreds who come at once, after a restart, are hundreds of questions: each at the same time has a connection of its own. */
const askInTurn = new WeakMap<Cluster, ReturnType<typeof turns>>();

/** What others may, as the API server says it of them. The server's own account may ask that. */
export const askAboutOthers: Ask = async (cluster, { user, groups }, resourceAttributes) => {
  const inTurn = askInTurn.get(cluster) ?? turns(16);
  askInTurn.set(cluster, inTurn);
  const api = cluster.kubeConfig.makeApiClient(AuthorizationV1Api);
  const body = { spec: { user, groups: [...groups, "system:authenticated"], resourceAttributes } };
  return (await inTurn(() => api.createSubjectAccessReview({ body }))).status?.allowed === true;
};

/** What the kubeconfig's own user may. */
export const askAboutSelf: Ask = async ({ kubeConfig }, _person, resourceAttributes) => {
  const api = kubeConfig.makeApiClient(AuthorizationV1Api);
  const answer = await api.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } });
  return answer.status?.allowed === true;
};

/** Whom the API server takes somebody for: an approval is in that name. */
export type AskSeen = (person: Person, live: StackLive) => Promise<Person>;

/** Who is impersonated is taken for who they are. */
export const othersSeen: AskSeen = (person) => Promise.resolve(person);

/** On one's own machine the kubeconfig says who one is. */
export const selfSeen: AskSeen = async (_person, { source }) => {
  const { name, groups } = await whoAmI(source.cluster);
  return { user: name, groups };
};

/** Asks, and keeps the answers for half a minute. @param approvers the group whose members approve, by stack */
export function rightsBy(
  ask: Ask,
  approvers: (live: StackLive) => string | undefined = () => undefined,
  seen: AskSeen = othersSeen,
): AskRights {
  const known = new Map<string, { until: number; rights: Promise<Rights> }>();
  return (person, live) => {
    const now = performance.now();
    const key = JSON.stringify([live.source.location.stack, person.user, [...person.groups].sort()]);
    const answer = known.get(key);
    if (answer !== undefined && answer.until > now) return answer.rights;
    const group = approvers(live);
    const approves = async () => group !== undefined && (await seen(person, live)).groups.includes(group);
    const rights = rightsOf(ask, person, live, approves);
    known.delete(key);
    known.set(key, { until: now + cachedMs, rights });
    // What could not be asked is no answer.
    rights.catch(() => known.delete(key));
    if (known.size > mostAnswers) known.delete(known.keys().next().value ?? "");
    return rights;
  };
}

async function rightsOf(ask: Ask, person: Person, live: StackLive, approves: () => Promise<boolean>): Promise<Rights> {
  const { cluster } = live.source;
  const { namespace } = live.stack;
  const all = async (needed: readonly Wanted[]) =>
    (await Promise.all(needed.map((one) => ask(cluster, person, { ...one, namespace })))).every(Boolean);
  try {
    const [see, release, basic, approve] = await Promise.all([
      all(wanted.see),
      all(wanted.release),
      all(wanted.basic),
      approves(),
    ]);
    return { see, release: see && release, basic: see && release && basic, approve: see && approve };
  } catch (error) {
    throw apiProblem(error, `asking what ${person.user} may do in namespace ${namespace}`);
  }
}
