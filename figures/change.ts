/** What one release did to one service, as far as the figures count it. Times in ms since 1970. */
export interface Change {
  stack: string;
  service: string;
  /** Id of the record. */
  release: string;
  startedAt: number;
  endedAt: number;
  /** It came to serve. */
  deployed: boolean;
  /** It failed, or was taken back by a rollback later. Neither: nobody knows how it would have ended. */
  failed: boolean;
  /** Of one that came to serve. */
  lead?: LeadTime;
  /** Of one that failed: when the service was well again; absent as long as it is not. */
  restoredAt?: number;
}

/**
 * Seconds from its commit until it served. `again`: the commit had served before, so it was new no more. `unknown`: it
 * came from no commit, or from one that nobody here has.
 */
export type LeadTime = number | "again" | "unknown";
