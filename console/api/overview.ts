import type { CanaryStand } from "../../records/canary.ts";
import type { Freeze } from "../../records/freeze.ts";
import type { ReleaseKind, ReleaseResult } from "../../records/record.ts";
import type { LiveStatus } from "../../release/status.ts";

/** GET /api/stacks/:stack/overview */
export interface Overview {
  stack: string;
  project: string;
  /** The cluster's address, as a person knows it. */
  cluster: string;
  /** False while the API server does not answer: what is shown is what was seen last. */
  reached: boolean;
  /** ISO 8601: when the API server was last heard of. */
  lastSeen: string;
  rows: ServiceRow[];
  /** The release that goes on now: its record's id, and who. */
  releasing?: { id: string; text: string };
  frozen: Freeze[];
  /** Who approves a release before it begins; absent where nobody does. */
  asked?: { from: string; count: number };
  /** Of the same project, those that one may see; this one among them. */
  stacks: string[];
  /** Of the stack's `releases:groups`. */
  groups: Record<string, string[]>;
}

/** One service of a stack, as it runs now. */
export interface ServiceRow {
  service: string;
  namespace: string;
  owner?: string;
  /** The first of the stack's groups that has it. */
  group?: string;
  template: string;
  /** The version that the cluster runs; absent where nothing does. */
  runs?: string;
  /** The version that the stack's file asks for; absent of a service that has left it. */
  wanted?: string;
  desired: number;
  available: number;
  state: LiveStatus["state"];
  /** What a person should know; empty when all is well. */
  message: string;
  /** ISO 8601: since when it runs what it runs, and who released that. */
  since?: string;
  by?: string;
  /** Its newest release. */
  last?: { id: string; result: ReleaseResult; kind: ReleaseKind; at: string };
  canary?: Pick<CanaryStand, "version" | "weight" | "step" | "steps">;
  /** Objects that somebody changed or deleted by hand. Counted when asked for, at most once a minute. */
  drift: number;
  /** The version that other stacks of the project run, by stack. */
  elsewhere: Record<string, string>;
}
