/** Who is to approve: `releases:approval`. */
export interface ApprovalTerms {
  /** A group, as the API server names it. */
  from: string;
  count: number;
}

/** One person's yes. */
export interface Approval {
  /** Whom the API server saw, and the group that they were in. */
  user: string;
  group: string;
  at: string;
  message?: string;
}

/** Who let a release through, on a stack that asks for it (`releases:approval`). */
export interface RecordedApproval extends ApprovalTerms {
  /** The proposal that was carried out, whom the API server saw propose it, and who approved. */
  proposal?: string;
  proposedBy?: string;
  by?: Approval[];
  /** Who is asked from then on, where this release has changed that. */
  next?: ApprovalTerms | "nobody";
  /** Why it went ahead though nobody had approved. */
  emergency?: string;
}
