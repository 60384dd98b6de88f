/** Requests of one track, and those of them that went wrong. */
export interface TrackCounts {
  bad: number;
  all: number;
}

/** One look, of what came since the one before: counts, or a figure of each track. A track that could not be read is absent. */
export interface Reading {
  /** ms since 1970 */
  at: number;
  canary?: TrackCounts | number;
  stable?: TrackCounts | number;
  /** Why nothing, or not all, could be read. */
  trouble?: string;
}

export type Verdict = "good" | "bad" | "unsure";

/** What all looks of a step come to. `good`: the canary may go on, as far as this check can tell by now. */
export interface CheckVerdict {
  check: string;
  verdict: Verdict;
  /** One sentence with the numbers. */
  message: string;
  /** Of the whole step: all counts, or the figures of the last look. */
  canary?: TrackCounts | number;
  stable?: TrackCounts | number;
}

/** For whoever watches: one look, and what the check says since. */
export interface CanaryLook {
  type: "canaryLook";
  at: number;
  service: string;
  namespace: string;
  check: string;
  reading: Reading;
  verdict: CheckVerdict;
}

/** What one check has come to, without its name. */
export type Judgement = Omit<CheckVerdict, "check">;

/** Takes looks in their order, and says what they come to. */
export type Judge = (reading: Reading) => Judgement;

/** Asks once, of both tracks. Never rejects but when `signal` is aborted: what goes wrong is `trouble`. */
export type Source = (signal: AbortSignal) => Promise<Omit<Reading, "at">>;
