import { whoAmI } from "../../cluster/user.ts";
import { componentUrn } from "../../engine/urn.ts";
import { placeOf } from "../../parameters/stack.ts";
import { isOpen, proposalNamed, type KnownProposal } from "../../records/proposal.ts";
import { clusterProposals, type ProposalStore } from "../../records/proposals.ts";
import type { RecordedApproval } from "../../records/approval.ts";
import type { Checked } from "../check/check.ts";
import type { ReleaseContext, ReleaseRequest } from "../context.ts";
import type { ReleasePlan } from "../plan.ts";
import { isChange } from "../rollOut/rollOut.ts";
import { decidePassage, usedByEmergency } from "./decide.ts";
import { besideCanary, needsApproval, saysNothing } from "./needed.ts";
import { objectHashes, planHash } from "./planHash.ts";
import { Proposed, proposalOver, usedMeanwhile } from "./problems.ts";
import { propose } from "./propose.ts";
import { otherObjects } from "./sameObjects.ts";
import { termsInForce } from "./terms.ts";

/** What lets a release through. */
export interface Passage {
  /** For the record; absent where the stack asks nobody, or nobody has to be asked of this. */
  approval?: RecordedApproval;
  /** Writes down that the proposal is used up, right before anything is touched. @throws Problem PROPOSAL_OVER */
  use: () => Promise<void>;
}

const free: Passage = { use: () => Promise.resolve() };

/**
 * Asks whether others have approved this very plan, on a stack that asks for it. Where they have not it stands proposed from
 * now on: the same one twice is one.
 * @throws Proposed (exit 7), also for what has changed since it was approved: that is proposed anew; UsageProblem PROPOSAL_OVER
 */
export async function passGate(
  plan: ReleasePlan,
  checked: Checked,
  request: ReleaseRequest,
  context: ReleaseContext,
): Promise<Passage> {
  const { asked: terms, next } = termsInForce(checked.asked.config.approval, checked.records);
  if (terms === undefined) {
    noteNeedless(request, "nobody approves releases of this stack", context);
    return free;
  }
  if (!(await waits(plan, checked, request, context))) {
    noteNeedless(request, "this waits for nobody", context);
    return free;
  }
  const store = clusterProposals(context.cluster, placeOf(checked.asked));
  const now = new Date();
  const known = await store.list();
  const named = request.proposal === undefined ? undefined : proposalNamed(known, request.proposal);
  const asked = { hash: planHash(plan, checked.stack, request), terms, next, named };
  const ofCanary = request.canary?.at.map(({ service }) => service);
  const objects = ofCanary === undefined ? {} : { objects: objectHashes(checked.stack, ofCanary) };
  const recorded = { ...terms, ...objects, ...(next === undefined ? {} : { next }) };
  const use = (found: KnownProposal) => () => usedUp(found, checked.id, store);
  if (request.emergency !== undefined) {
    const emergency = { ...terms, ...objects, emergency: request.emergency };
    const same = usedByEmergency(known, asked, now);
    if (same === undefined) return { approval: emergency, use: free.use };
    return { approval: { ...emergency, proposal: same.id }, use: use(same) };
  }
  const decision = decidePassage(known, asked, now);
  switch (decision.kind) {
    case "approved": {
      const { id: proposal, user: proposedBy, approvals: by } = decision.proposal;
      return { approval: { ...recorded, proposal, proposedBy, by }, use: use(decision.proposal) };
    }
    case "waits":
      throw new Proposed(decision.proposal, terms);
    case "propose": {
      const user = (await whoAmI(context.cluster)).name;
      const made = await propose({ ...asked, plan, user }, checked, request, context, store);
      const { stale } = decision;
      const reason = `what would be done has changed: ${made.id}`;
      if (stale !== undefined) await store.close(stale, { withdrawn: { user, at: now.toISOString(), reason } });
      context.proposed?.(made, stale);
      throw new Proposed(made, terms, stale);
    }
  }
}

/** @throws UsageProblem APPROVAL_BESIDE_CANARY */
async function waits(
  plan: ReleasePlan,
  checked: Checked,
  request: ReleaseRequest,
  context: ReleaseContext,
): Promise<boolean> {
  // Says which parameters differ, where they do.
  const needs = needsApproval(request, plan);
  const others = otherObjects(request, checked.stack, checked.records);
  if (others.length > 0 && request.emergency === undefined)
    throw besideCanary(others.map((name) => `${name}: its objects, by another template or another version of release`));
  if (others.length > 0) return true;
  return needs && !(await changesNothing(plan, checked, context));
}

/** Nobody is to be fetched for what the cluster already is; only the program knows, so it is asked. */
async function changesNothing(
  plan: ReleasePlan,
  checked: Checked,
  { engine, signal }: ReleaseContext,
): Promise<boolean> {
  const { before, after, scope, asked } = checked;
  if (before !== after || !saysNothing(plan)) return false;
  const of = { stack: asked.name, project: asked.project };
  const targets = scope.only?.map((service) => componentUrn(of, service));
  const { steps } = await engine.preview({ signal, ...(targets === undefined ? {} : { targets }) });
  return !steps.some(isChange);
}

async function usedUp(proposal: KnownProposal, release: string, store: ProposalStore): Promise<void> {
  // Whoever was asked to confirm the plan may have taken their time.
  if (!isOpen(proposal, new Date())) throw proposalOver(proposal, new Date());
  const fact = { carriedOut: { release, at: new Date().toISOString() } };
  if (!(await store.close(proposal, fact))) throw usedMeanwhile(proposal);
}

function noteNeedless({ emergency }: ReleaseRequest, why: string, { emit }: ReleaseContext): void {
  if (emergency === undefined) return;
  emit({ type: "note", at: Date.now(), level: "info", message: `--emergency is not needed: ${why}` });
}
