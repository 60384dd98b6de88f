import type { KnownProcess } from "../host/thisProcess.ts";
import type { DriftedObject } from "../drift/drift.ts";
import { canaryText, type CanaryRecord } from "./canary.ts";
import type { RecordedApproval } from "./approval.ts";
import type { DespiteFreeze } from "./freeze.ts";
import type { JobRun } from "./jobRun.ts";
import type { Phase } from "./phase.ts";
import type { Cause } from "../rollout/verdict.ts";
import type { GroupPlaces } from "../parameters/groups.ts";
import type { ServiceParameters } from "../parameters/serviceParameters.ts";

export const releaseKinds = [
  "deploy",
  "rollback",
  "resubmit",
  "restart",
  "promote",
  "canary",
  "adopt",
  "undo",
  "restore",
  "run",
  "setup",
  "destroy",
] as const;
/**
 * What a release is for. `restore` is the way back that a failed release takes by itself; `setup` (the namespace of a
 * stack's very first release) and `destroy` stand in the history only. `adopt` takes over what ran before, `undo` lets it go.
 * `run` releases nothing: it begins one run of a schedule.
 */
export type ReleaseKind = (typeof releaseKinds)[number];

export const releaseResults = [
  "running",
  "succeeded",
  "rolled back",
  "rollback failed",
  "failed",
  "cancelled",
  "interrupted",
] as const;
/**
 * How a release ended. `rolled back`: failed, and the last good version serves again. `failed`: failed and left as it
 * is (`--no-restore`, or nothing to go back to). `interrupted`: its process ended without a word. `running`: not yet over.
 */
export type ReleaseResult = (typeof releaseResults)[number];

/** What a release asks of one service, and what it found. Absent `before`: the service is new. */
export interface ServiceChange {
  service: string;
  namespace: string;
  before?: ServiceParameters;
  /** Of a removal: what it ran with last, to bring it back. */
  after: ServiceParameters;
  /** It leaves the stack: its pods are drained and go, its Service and routes with them. */
  removed?: true;
  /** Of a removal: the service that stands in its place from now on. */
  renamedTo?: string;
  /** Of a removal: its volumes and its secrets went too. */
  withData?: true;
  /** Its places in groups of the stack's file; of a removal those that it had. */
  groups?: GroupPlaces;
  /** It never served, and our releases brought it into the cluster: a restore may take it away again. */
  introduced?: true;
  /**
   * Told by Pulumi's history alone, which keeps no more than the stack's file: what the service's own file said then is not
   * known, and both states have what it says today.
   */
  basicUnknown?: true;
  /** Its last good state was such a one: `before` has today's basic parameters in place of those that nobody knows. */
  beforeUnknown?: true;
  /** Of its Deployment (of a CronJob its generation) before the release; none where there was none, or nothing was to change. */
  revision?: string;
}

/** What an adoption took over of one service. */
export interface AdoptedService {
  /** `Deployment/web` */
  objects: string[];
  helm?: { name: string; namespace: string };
  /** What the file that was written of it then said, as a hash; none where there was one already, or no such files. */
  file?: string;
}

export interface GitState {
  commit: string;
  branch: string;
  /** Files with uncommitted changes; `some` where Pulumi alone was there, which counts none. */
  dirty: number | "some";
  /** Commits that the upstream branch has and this one lacks, as of the last fetch; not known of a plain `pulumi up`. */
  behind?: number;
  ahead?: number;
  /** The release changed the stack's file itself: what it brought is in no commit yet. */
  edited?: true;
}

/** One release: who did what, when, for how long, why, and how it ended. Times are ISO 8601, UTC. */
export interface ReleaseRecord {
  /** Sorts by time: `20261122-013005-k3f2`. */
  id: string;
  project: string;
  stack: string;
  kind: ReleaseKind;
  changes: ServiceChange[];
  /** Who ran it (not who wrote the commit): `ada@build-7`. */
  operator: string;
  /** Whom the API server saw: `jane@example.com`. The operator is what somebody says of themselves. */
  user?: string;
  description?: string;
  /** The version of this package that wrote it; absent of one before 0.2. */
  tool?: string;
  git?: GitState;
  startedAt: string;
  endedAt?: string;
  phases: { phase: Phase; seconds: number }[];
  result: ReleaseResult;
  /** Why it failed, a sentence; `cause` where a workload is to blame. */
  reason?: string;
  /** Of several services those that failed; the others went back with them. */
  failed?: string[];
  cause?: Cause;
  /** The record whose parameters this one took (rollback, resubmit), or that it restores from. */
  of?: string;
  /** The restore that followed this failed release. */
  restoredBy?: string;
  /** Of a restore: the services of the stack's file that the failed release had introduced, and that are out again. */
  takenOut?: string[];
  /** What somebody had changed or deleted since the release before, and this one mended, or left where `kept`. */
  drift?: DriftedObject[];
  /** The fields that it left, as Pulumi's program names them. */
  leftFields?: Record<string, string[]>;
  /** Of an adoption: what was taken over of each service, and the helm release it was of. */
  adopted?: Record<string, AdoptedService>;
  /** Of a restore: the services that never served and that it left as they are. */
  left?: string[];
  /** The jobs that ran, in the order of their beginning, or that were skipped. */
  jobs?: JobRun[];
  /** Of a run that goes on: the process that follows it, and closes its record. */
  process?: KnownProcess;
  /** It was released though something was frozen. */
  despiteFreeze?: DespiteFreeze;
  /** Of a stack whose releases others approve: who did, or why it went ahead without. */
  approval?: RecordedApproval;
  /** Of kind `canary`: what was done to which, where they stand, and the evidence. */
  canary?: CanaryRecord;
  /** The services that were not taken back: jobs ran that their older versions are not said to go with. */
  kept?: string[];
}

/** The part of a record that says whom the API server saw; none where it has not said. */
export function seenAs(user: string | undefined): Pick<ReleaseRecord, "user"> {
  return user === undefined ? {} : { user };
}

/** Who ran it, as they say and, where that is another name, as the API server says: `ada (jane@example.com)`. */
export function operatorText({ operator, user }: Pick<ReleaseRecord, "operator" | "user">): string {
  return user === undefined || user === operator ? operator : `${operator} (${user})`;
}

/** Seconds from start to end; undefined while it runs. */
export function recordSeconds(record: ReleaseRecord): number | undefined {
  if (record.endedAt === undefined) return undefined;
  return (Date.parse(record.endedAt) - Date.parse(record.startedAt)) / 1000;
}

/** What a record is of, as a person names it. */
export function describeRecord({
  changes,
  kind,
  canary,
  jobs = [],
}: Pick<ReleaseRecord, "changes" | "kind" | "canary" | "jobs">): string {
  if (canary !== undefined) return canaryText(canary);
  if (kind !== "run") return describeChanges(changes);
  return jobs.map(({ service, version }) => `${service} ${version}`).join(", ");
}

/** The services, as a person names them: `website v1 → v2, docs v4`. */
export function describeChanges(changes: readonly ServiceChange[]): string {
  const renamed = new Map(
    changes.flatMap(({ service, renamedTo }) => (renamedTo === undefined ? [] : [[renamedTo, service]])),
  );
  const shown = changes.filter(({ renamedTo }) => renamedTo === undefined);
  const parts = shown.map(({ service, before, after, removed }) => {
    const earlier = renamed.get(service);
    if (earlier !== undefined) return `${service} ${after.release.version} (was ${earlier})`;
    if (removed === true) return `${service} ${after.release.version} removed`;
    const from = before?.release.version;
    const to = after.release.version;
    if (from !== undefined && from !== to) return `${service} ${from} → ${to}`;
    return `${service} ${to}`;
  });
  return parts.length <= 4 ? parts.join(", ") : `${parts.slice(0, 3).join(", ")} and ${parts.length - 3} more`;
}
