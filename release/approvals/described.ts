import { omit } from "../../components/config/omit.ts";
import { parameterChanges, type ParameterChange } from "../../parameters/parameterChanges.ts";
import { missing, proposalState, type KnownProposal, type ProposalState } from "../../records/proposal.ts";
import { describeChanges, type ReleaseRecord } from "../../records/record.ts";

/** What a proposal would do to one service, parameter by parameter; secrets as `[secret]`. */
export interface ProposedChange {
  service: string;
  namespace: string;
  /** The version that it has; absent: it is new. */
  from?: string;
  to: string;
  removed?: true;
  renamedTo?: string;
  /** Of a removal: its volumes and its secrets go too. */
  withData?: true;
  changes: ParameterChange[];
}

/** A proposal as it is shown, without what only its carrying out needs, and without any secret. */
export interface DescribedProposal extends Omit<KnownProposal, "request" | "changes" | "canary"> {
  state: ProposalState;
  /** How many are still to approve. */
  missing: number;
  /** `web v1 → v2` */
  what: string;
  /** Whether it begins a canary. */
  canary: boolean;
  services: ProposedChange[];
}

/** Pure. */
export function describedProposal(proposal: KnownProposal, now: Date): DescribedProposal {
  const { changes, canary } = proposal;
  return {
    ...omit(proposal, "request", "changes", "canary"),
    state: proposalState(proposal, now),
    missing: missing(proposal, proposal.terms),
    what: whatText(proposal),
    canary: canary !== undefined,
    services: changes.map(proposedChange),
  };
}

/** `web v1 → v2`, of a canary `web v2`. Pure. */
export function whatText({ changes, canary }: Pick<KnownProposal, "changes" | "canary">): string {
  if (canary !== undefined) {
    const versions = Object.entries(canary).map((pair) => pair.join(" "));
    return versions.join(", ");
  }
  return changes.length === 0 ? "the stack as its file stands" : describeChanges(changes);
}

function proposedChange(change: ReleaseRecord["changes"][number]): ProposedChange {
  const { service, namespace, before, after, removed, renamedTo, withData } = change;
  return {
    ...{ service, namespace, to: after.release.version },
    ...(before === undefined ? {} : { from: before.release.version }),
    ...(removed === undefined ? {} : { removed }),
    ...(renamedTo === undefined ? {} : { renamedTo }),
    ...(withData === undefined ? {} : { withData }),
    changes: removed === true ? [] : parameterChanges(before, after),
  };
}
