import { defined } from "../../components/config/defined.ts";
import { recordedRemoval } from "../removal.ts";
import type { ApprovalTerms } from "../../records/approval.ts";
import type { KnownProposal, Proposal, ProposedRequest } from "../../records/proposal.ts";
import type { ProposalStore } from "../../records/proposals.ts";
import { newRecordId } from "../../records/recordId.ts";
import type { Checked } from "../check/check.ts";
import type { ReleaseContext, ReleaseRequest } from "../context.ts";
import type { ReleasePlan } from "../plan.ts";
import { mendedOf } from "./planHash.ts";

interface Wanted {
  plan: ReleasePlan;
  hash: string;
  terms: ApprovalTerms;
  next: Proposal["next"];
  /** Whom the API server sees. */
  user: string;
}

/** Where the stack's file no longer says how long: it is to take the key out. */
const aDay = 86_400;

/** Has a release stand proposed: exactly what was asked for, and what it would change. */
export function propose(
  { plan, hash, terms, next, user }: Wanted,
  { asked }: Pick<Checked, "asked">,
  request: ReleaseRequest,
  { operator }: Pick<ReleaseContext, "operator">,
  store: Pick<ProposalStore, "propose">,
): Promise<KnownProposal> {
  const now = new Date();
  const mended = mendedOf(plan);
  const seconds = asked.config.approval?.expires ?? aDay;
  const proposal: Proposal = {
    id: newRecordId(now),
    project: asked.project,
    stack: asked.name,
    kind: request.kind,
    request: proposedRequest(request),
    ...(request.canary === undefined
      ? {}
      : { canary: Object.fromEntries(request.canary.at.map(({ service, version }) => [service, version])) }),
    changes: [
      ...plan.services.map(({ service, namespace, before, after }) => ({
        ...{ service, namespace, after },
        ...(before === undefined ? {} : { before }),
      })),
      ...plan.removals.map((removal) => recordedRemoval(removal, undefined)),
    ],
    ...(mended.length === 0 ? {} : { mended }),
    ...{ hash, terms, operator, user },
    ...(next === undefined ? {} : { next }),
    ...(request.description === undefined ? {} : { description: request.description }),
    ...(plan.git === undefined ? {} : { git: plan.git }),
    proposedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + seconds * 1000).toISOString(),
  };
  return store.propose(proposal);
}

/** Without what is of the process that asks alone: whether it waits in line, whether it commits. */
function proposedRequest(request: ReleaseRequest): ProposedRequest {
  const { edits, remove, withData, of, timeoutSeconds, restore, force } = request;
  const { keepDrift, emptyVolumes, skipJobs, forceRestore, despiteFreeze } = request;
  return defined({
    ...{ edits, remove, withData, of, timeoutSeconds, restore, force },
    ...{ keepDrift, emptyVolumes, skipJobs, forceRestore, despiteFreeze },
  });
}
