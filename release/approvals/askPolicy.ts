import type { V1ConfigMap } from "@kubernetes/client-node";
import { apiProblem, apiStatus, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { whoAmI } from "../../cluster/user.ts";
import { approvalLabels } from "../../records/proposalMaps.ts";

/** Whether the cluster itself holds approvals (`release rbac`), and a sentence of it. */
export interface PolicyStanding {
  /** Undefined where that cannot be told. */
  held: boolean | undefined;
  message: string;
}

interface Asked {
  namespace: string;
  /** Who is to approve. */
  group: string;
  stack: string;
}

/**
 * Asks by an approval of one's own proposal, which the policy refuses to everybody. It is a dry run, so nothing is written;
 * to read the policy itself a releaser has no right. @throws Problem where the API server does not answer
 */
export async function askPolicy(cluster: Cluster, asked: Asked): Promise<PolicyStanding> {
  const { name: user } = await whoAmI(cluster);
  const { namespace } = asked;
  const body: V1ConfigMap = {
    metadata: { name: "release-approval-asked-for", namespace, labels: approvalLabels },
    immutable: true,
    data: { user, proposer: user },
  };
  try {
    await cluster.core.createNamespacedConfigMap({ namespace, body, dryRun: "All" });
    return policyStanding(undefined, asked);
  } catch (error) {
    const { code, message = "" } = apiStatus(error) ?? {};
    if (isNotFound(error)) return { held: undefined, message: `not known: there is no namespace ${namespace} yet` };
    if (code === undefined || code >= 500) throw apiProblem(error, "asking whether the cluster holds approvals");
    return policyStanding(message, asked);
  }
}

/** Pure. @param refusal what the API server says to it; undefined where it takes it */
export function policyStanding(refusal: string | undefined, { namespace, group, stack }: Asked): PolicyStanding {
  const policy = `releases-approval-${namespace}`;
  const next = `apply it: release rbac --stack ${stack} | kubectl apply -f -`;
  if (refusal === undefined) {
    const who = `whoever may make ConfigMaps in ${namespace} could write an approval in another's name`;
    return { held: false, message: `the policy ${policy} is not applied: ${who}\n${next}` };
  }
  if (!refusal.includes(`ValidatingAdmissionPolicy '${policy}'`))
    return { held: undefined, message: `not known: it is asked by a ConfigMap, and that is refused: ${refusal}` };
  const other = /: an approval is for (.*) to give/.exec(refusal)?.[1];
  if (other === undefined || other === group)
    return { held: true, message: `the policy ${policy} holds who approves, and what` };
  return { held: false, message: `the policy ${policy} is of ${other}, and the stack asks ${group}\n${next}` };
}
