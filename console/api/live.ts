import type { PodView, RolloutStatus } from "../../rollout/verdict.ts";
import type { ActEnd, ActEvent } from "./acts.ts";
import type { Overview, ServiceRow } from "./overview.ts";
import type { ReleaseSummary } from "./releases.ts";

/**
 * GET /api/stacks/:stack/live: server-sent events, each `data:` one of these, its `id:` to be sent back as `Last-Event-ID` (the
 * browser's EventSource does so by itself). Where what was missed is known, it follows; else a `snapshot` comes first, as it does
 * on a first connection. A comment comes every 10 s: after 25 s without a word the connection is to be made anew.
 */
export type LiveEvent =
  | { type: "snapshot"; overview: Overview; pods: ServicePods[]; running: ReleaseSummary[] }
  /** Rows that changed, whole; `removed`: services that are no row any more. */
  | ({ type: "overview"; rows: ServiceRow[]; removed: string[] } & Pick<Overview, "frozen"> &
      Partial<Pick<Overview, "releasing">>)
  /** A release that began, went on or ended; `removed`: it is no record any more (nothing had changed). */
  | { type: "record"; summary: ReleaseSummary; removed?: true }
  | ({ type: "pods" } & ServicePods)
  | { type: "act"; id: string; event?: ActEvent; ended?: ActEnd; release?: string }
  | { type: "cluster"; reached: boolean; lastSeen: string }
  /** Something was proposed, approved, withdrawn or carried out: proposals are to be read anew. */
  | { type: "proposals" }
  /** The stack's file says something else now: parameters are to be read anew. */
  | { type: "file" };

/** Of a service's Deployment (or its canary's): the pods, new ones first, and where their rollout stands. */
export interface ServicePods {
  service: string;
  /** Of the canary's own Deployment. */
  canary?: true;
  pods: PodView[];
  status: RolloutStatus;
}
