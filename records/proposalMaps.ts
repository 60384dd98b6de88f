import { createHash } from "node:crypto";
import type { V1ConfigMap } from "@kubernetes/client-node";
import { UsageProblem } from "../errors/problem.ts";
import type { Approval } from "./approval.ts";
import { textHash, type KnownProposal, type Proposal } from "./proposal.ts";

/**
 * How proposals stand in ConfigMaps, and approvals each in one of its own: Kubernetes lets nobody change the data of either
 * (`immutable`), and a policy of the cluster can hold each to the name of who wrote it (components/admission). Pure.
 */

interface Scope {
  namespace: string;
  project: string;
  stack: string;
}

/** What became of a proposal. */
export type Fact = Pick<KnownProposal, "withdrawn"> | Pick<KnownProposal, "carriedOut">;

const kindLabel = "releases/approval";
const factAnnotation = "releases/proposal-end";
/** Below the 1 MiB that Kubernetes takes. */
const mostCharacters = 900_000;

/** @throws UsageProblem PROPOSAL_TOO_LARGE */
export function proposalMap(proposal: Proposal, scope: Scope): V1ConfigMap {
  const text = JSON.stringify(proposal);
  if (text.length > mostCharacters) {
    throw new UsageProblem({
      code: "PROPOSAL_TOO_LARGE",
      what: `the plan of ${proposal.changes.length} services has ${text.length} characters; a proposal holds ${mostCharacters}`,
      next: "propose fewer services at once: release up SERVICE …",
    });
  }
  return {
    ...mapOf("proposal", `release-proposal-${proposal.id}`, scope),
    data: { user: proposal.user, "proposal.json": text },
  };
}

export function approvalMap(
  { user, group, at, message }: Approval,
  of: V1ConfigMap,
  { id, user: proposer }: Proposal,
  scope: Scope,
): V1ConfigMap {
  const { name = "", uid = "" } = of.metadata ?? {};
  // The name says who: nobody approves twice.
  const who = createHash("sha256").update(user).digest("hex").slice(0, 16);
  const map = mapOf("approval", `release-approval-${id}-${who}`, scope);
  return {
    ...map,
    metadata: { ...map.metadata, ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name, uid }] },
    data: {
      ...{ user, group, at, proposer, proposal: id, text: textHash(of.data?.["proposal.json"] ?? "") },
      ...(message === undefined ? {} : { message }),
    },
  };
}

function mapOf(kind: "proposal" | "approval", name: string, { namespace, project, stack }: Scope): V1ConfigMap {
  const labels = { [kindLabel]: kind, "releases/project": project, "releases/stack": stack };
  return { apiVersion: "v1", kind: "ConfigMap", immutable: true, metadata: { name, namespace, labels } };
}

/** Undefined of an approval, and of what cannot be read. */
export function proposalIn({ metadata, data }: V1ConfigMap): Proposal | undefined {
  if (metadata?.labels?.[kindLabel] !== "proposal") return undefined;
  try {
    const proposal = JSON.parse(data?.["proposal.json"] ?? "") as Proposal;
    // Who it is of is what the cluster's policy has looked at.
    return { ...proposal, user: data?.user ?? "" };
  } catch {
    return undefined;
  }
}

/** One of this proposal that counts: of the very text that stands there, and by somebody else. */
export function approvalIn(
  { metadata, data = {} }: V1ConfigMap,
  of: V1ConfigMap,
  { id, user }: Proposal,
): Approval | undefined {
  if (metadata?.labels?.[kindLabel] !== "approval" || data.proposal !== id) return undefined;
  const { user: by = "", group = "", at = "", proposer, text, message } = data;
  if (proposer !== user || by === user || by === "") return undefined;
  if (text !== textHash(of.data?.["proposal.json"] ?? "")) return undefined;
  return { user: by, group, at, ...(message === undefined ? {} : { message }) };
}

export function factIn({ metadata }: V1ConfigMap): Fact | undefined {
  try {
    return JSON.parse(metadata?.annotations?.[factAnnotation] ?? "{}") as Fact;
  } catch {
    return undefined;
  }
}

export function withFact(map: V1ConfigMap, fact: Fact): V1ConfigMap {
  const annotations = { ...map.metadata?.annotations, [factAnnotation]: JSON.stringify(fact) };
  return { ...map, metadata: { ...map.metadata, annotations } };
}
