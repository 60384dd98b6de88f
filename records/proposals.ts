import type { V1ConfigMap } from "@kubernetes/client-node";
import { apiProblem, isConflict, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { UsageProblem } from "../errors/problem.ts";
import { approvalIn, approvalMap, factIn, proposalIn, proposalMap, withFact, type Fact } from "./proposalMaps.ts";
import type { Approval } from "./approval.ts";
import { isOpen, type KnownProposal, type Proposal } from "./proposal.ts";

/** What waits for others, in ConfigMaps beside the records. */
export interface ProposalStore {
  /** Newest first. */
  list(): Promise<KnownProposal[]>;
  propose(proposal: Proposal): Promise<KnownProposal>;
  /** False where this person has approved already. */
  approve(proposal: KnownProposal, approval: Approval): Promise<boolean>;
  /** Writes down what became of it. False where somebody else has changed it in the same moment. */
  close(proposal: KnownProposal, fact: Fact): Promise<boolean>;
}

/** Those that are over are kept, so many; of those that are open there are no more at once. */
const kept = 50;

/** What tells a stack's proposals and approvals from other ConfigMaps. Pure. */
export function proposalSelector({ project, stack }: { project: string; stack: string }): string {
  return `releases/approval,releases/project=${project},releases/stack=${stack}`;
}

/** The proposals of one stack. */
export function clusterProposals(
  { core }: Pick<Cluster, "core">,
  scope: { namespace: string; project: string; stack: string },
): ProposalStore {
  const { namespace, project, stack } = scope;
  const labelSelector = proposalSelector({ project, stack });
  /** As they were read last. */
  const maps = new Map<string, V1ConfigMap>();

  async function list(): Promise<KnownProposal[]> {
    const { items } = await core.listNamespacedConfigMap({ namespace, labelSelector }).catch((error: unknown) => {
      throw apiProblem(error, `reading the proposals in namespace ${namespace}`);
    });
    const known = items.flatMap((item) => {
      const proposal = proposalIn(item);
      if (proposal === undefined) return [];
      maps.set(proposal.id, item);
      const approvals = items.flatMap((other) => approvalIn(other, item, proposal) ?? []);
      approvals.sort((a, b) => (a.at < b.at ? -1 : 1));
      const once = new Map(approvals.map((approval) => [approval.user, approval]));
      return [{ ...proposal, approvals: [...once.values()], ...factIn(item) }];
    });
    return known.sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  async function prune(): Promise<void> {
    const now = new Date();
    const over = (await list()).filter((proposal) => !isOpen(proposal, now)).slice(kept);
    for (const { id } of over) {
      const name = maps.get(id)?.metadata?.name ?? "";
      // What was approved of it goes with it: it is its owner.
      await core.deleteNamespacedConfigMap({ namespace, name });
    }
  }

  return {
    list,
    async propose(proposal) {
      const open = (await list()).filter((one) => isOpen(one, new Date()));
      if (open.length >= kept) throw tooMany(open.length);
      const body = proposalMap(proposal, scope);
      const made = await core.createNamespacedConfigMap({ namespace, body }).catch((error: unknown) => {
        throw apiProblem(error, `proposing release ${proposal.id}`);
      });
      maps.set(proposal.id, made);
      // A bound, kept some other time where it cannot be kept now.
      await prune().catch(() => undefined);
      return { ...proposal, approvals: [] };
    },
    async approve(proposal, approval) {
      const of = maps.get(proposal.id);
      if (of === undefined) throw new Error("a proposal is listed before it is approved");
      const body = approvalMap(approval, of, proposal, scope);
      try {
        await core.createNamespacedConfigMap({ namespace, body });
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw apiProblem(error, `approving ${proposal.id}`);
      }
    },
    async close(proposal, fact) {
      const of = maps.get(proposal.id);
      if (of === undefined) throw new Error("a proposal is listed before it is closed");
      try {
        const name = of.metadata?.name ?? "";
        await core.replaceNamespacedConfigMap({ namespace, name, body: withFact(of, fact) });
        return true;
      } catch (error) {
        if (isConflict(error) || isNotFound(error)) return false;
        throw apiProblem(error, `writing down what became of proposal ${proposal.id}`);
      }
    },
  };
}

function tooMany(count: number): UsageProblem {
  return new UsageProblem({
    code: "PROPOSALS_TOO_MANY",
    what: `${count} proposals wait already, the most that may`,
    next: "release proposals shows them; release withdraw ID takes back what nobody wants any more",
  });
}
