import { createHash } from "node:crypto";
import { UsageProblem } from "../errors/problem.ts";
import type { StackFileEdit } from "../parameters/stackFileEdit.ts";
import type { Approval, ApprovalTerms } from "./approval.ts";
import { describeChanges, type GitState, type ReleaseKind, type ServiceChange } from "./record.ts";

/** What a person asks for, as far as it is kept: what was proposed is carried out word by word. */
export interface ProposedRequest {
  /** Changes to the stack's file; none releases the file as it stands. */
  edits: StackFileEdit[];
  /** Services that leave the stack; a service that is gone from the file does so only when named here, or approved. */
  remove?: string[];
  /** Whether their volumes and secrets go with them. */
  withData?: boolean;
  /** The record whose parameters are taken. */
  of?: string;
  /** Time for apply and roll out together, in s; past it the release has failed. Default: each service's own deadline. */
  timeoutSeconds?: number;
  /** Whether a failure is undone (default of the command) or kept for study. */
  restore: boolean;
  /** Try again what failed before with the very same parameters. */
  force: boolean;
  /** Fields that somebody changed and that are left as they are: `web`, `web.spec.replicas`. */
  keepDrift?: readonly string[];
  /** Volumes that are lost and may be made anew, empty. */
  emptyVolumes?: readonly string[];
  /** Leave the jobs of the services named out; the description says why. */
  skipJobs?: boolean;
  /** Go back even where jobs stand in the way, without undoing anything. */
  forceRestore?: boolean;
  /** Why it is released though something is frozen. */
  despiteFreeze?: string;
}

/** A release that waits for others, as it was proposed: it is never changed. Times are ISO 8601, UTC. */
export interface Proposal {
  /** As of a record, which it is not: what is carried out has an id of its own. */
  id: string;
  project: string;
  stack: string;
  kind: ReleaseKind;
  request: ProposedRequest;
  /** Of a canary's begin: the version of each service. */
  canary?: Record<string, string>;
  /** The plan: what it changes, with the parameters before and after. */
  changes: ServiceChange[];
  /** What was changed by hand, and is mended with it: `Deployment web: spec.replicas`. */
  mended?: string[];
  /** Of the plan: another one is not what was approved. */
  hash: string;
  terms: ApprovalTerms;
  /** Who is asked from then on, where it changes that. */
  next?: ApprovalTerms | "nobody";
  operator: string;
  /** Whom the API server saw. */
  user: string;
  description?: string;
  git?: GitState;
  proposedAt: string;
  expiresAt: string;
}

/** A proposal, and what became of it. */
export interface KnownProposal extends Proposal {
  /** Those that count, in the order they came: of this very text, by others, each person once. */
  approvals: Approval[];
  withdrawn?: { user: string; at: string; reason?: string };
  carriedOut?: { release: string; at: string };
}

export type ProposalState = "waiting" | "approved" | "expired" | "withdrawn" | "carried out";

/** Pure. @param terms what the stack asks for now; default: what it asked for when it was proposed */
export function proposalState(proposal: KnownProposal, now: Date, terms = proposal.terms): ProposalState {
  if (proposal.carriedOut !== undefined) return "carried out";
  if (proposal.withdrawn !== undefined) return "withdrawn";
  if (Date.parse(proposal.expiresAt) <= now.getTime()) return "expired";
  return missing(proposal, terms) === 0 ? "approved" : "waiting";
}

/** Whether it may still be approved, or carried out. Pure. */
export function isOpen(proposal: KnownProposal, now: Date): boolean {
  return ["waiting", "approved"].includes(proposalState(proposal, now));
}

/** How many are still to approve. Pure. */
export function missing({ approvals }: KnownProposal, { from, count }: ApprovalTerms): number {
  return Math.max(0, count - approvals.filter(({ group }) => group === from).length);
}

/** `web v1 → v2`, of a canary `web v2`. Pure. */
export function whatText({ changes, canary }: Pick<Proposal, "changes" | "canary">): string {
  if (canary !== undefined) {
    const versions = Object.entries(canary).map((pair) => pair.join(" "));
    return versions.join(", ");
  }
  return changes.length === 0 ? "the stack as its file stands" : describeChanges(changes);
}

/** What an approval is bound to: the proposal's text, whole. */
export function textHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** By its id, or the part of it that fits no other. @throws UsageProblem PROPOSAL_UNKNOWN, PROPOSAL_AMBIGUOUS */
export function proposalNamed(proposals: readonly KnownProposal[], id: string): KnownProposal {
  const exact = proposals.find((one) => one.id === id);
  if (exact !== undefined) return exact;
  const near = id.length < 3 ? [] : proposals.filter((one) => one.id.startsWith(id) || one.id.endsWith(id));
  const [only] = near;
  if (only !== undefined && near.length === 1) return only;
  throw new UsageProblem({
    code: only === undefined ? "PROPOSAL_UNKNOWN" : "PROPOSAL_AMBIGUOUS",
    what:
      only === undefined
        ? `there is no proposal "${id}"`
        : `"${id}" fits ${near.length} proposals: ${near.map((one) => one.id).join(", ")}`,
    next: only === undefined ? "release proposals --all" : "name more of the id",
  });
}
