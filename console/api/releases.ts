import type { ReleaseKind, ReleaseRecord, ReleaseResult } from "../../records/record.ts";
import type { Evidence } from "../../rollout/evidence.ts";

/**
 * GET /api/stacks/:stack/releases, newest first. Query, all optional: `service`, `result`, `kind`, `operator` (a part of the
 * name), `since` and `until` (`7d`, or a time), `before` (an id: what is older), `limit` (1 to 500, default 50).
 */
export interface Releases {
  releases: ReleaseSummary[];
  /** The id to give as `before` for what is older still; absent where there is nothing. */
  next?: string;
}

export interface ReleaseSummary {
  id: string;
  kind: ReleaseKind;
  result: ReleaseResult;
  /** `website v1 → v2` */
  what: string;
  services: string[];
  operator: string;
  /** Whom the API server saw, where that is another name. */
  user?: string;
  description?: string;
  /** ISO 8601 */
  startedAt: string;
  endedAt?: string;
  seconds?: number;
  /** Why it failed. */
  reason?: string;
}

/** GET /api/stacks/:stack/releases/:id: the same as `release show --json`. The id may be its end alone, where that is one. */
export interface ReleaseDetail {
  record: ReleaseRecord;
  evidence: Evidence[];
}
