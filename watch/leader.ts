import { setTimeout as sleep } from "node:timers/promises";
import type { V1Lease } from "@kubernetes/client-node";
import { apiProblem, isConflict, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { Problem, UnreachableProblem } from "../errors/problem.ts";
import { heldLease } from "../lock/heldLease.ts";
import { thisHolder } from "../lock/holder.ts";
import { keepLease, type ReleaseLock } from "../lock/keep.ts";
import { leaseState } from "../lock/lease.ts";
import { patientFor } from "../lock/patientFor.ts";
import type { LockTimes } from "../lock/times.ts";

/** Shorter than a release's lock: another takes over within 15 s, and loses nothing by it. */
export const leaderTimes: LockTimes = {
  lease: 10_000,
  renewEvery: 3_000,
  retryAfter: 1_000,
  request: 3_000,
  lookEvery: 1_000,
  beat: 500,
};

export interface Leadership {
  namespace: string;
  project: string;
  stack: string;
  /** Who leads, as the lease says it. */
  operator: string;
}

/** A lease as it was first seen so, by this process's own clock, in ms. */
export interface Observed {
  resourceVersion: string;
  since: number;
}

/**
 * Whether a lease may be taken: it was given back, its process is gone, or it has not changed for as long as it lasts while
 * we looked: of two machines' clocks nobody knows which is right. Pure but for the look at this machine's processes.
 */
export function mayLead(lease: V1Lease, observed: Observed, now: number, times: LockTimes = leaderTimes): boolean {
  return leaseState(lease, new Date()) === "free" || now - observed.since >= times.lease;
}

/**
 * Waits until this process leads. Of several that want to, one does.
 * @param standby told once, when another leads
 * @param trouble hears what stands in the way, again and again
 * @returns undefined once the signal is aborted
 */
export async function lead(
  cluster: Cluster,
  wanted: Leadership,
  signal: AbortSignal,
  standby: (lease: V1Lease) => void,
  trouble: (problem: Problem) => void,
): Promise<ReleaseLock | undefined> {
  const round = newRound(cluster, wanted);
  let told = false;
  while (!signal.aborted) {
    try {
      const seen = await round();
      if (seen.taken !== undefined) return keepLease(cluster, seen.taken, leaderTimes);
      if (seen.held !== undefined && !told) standby(seen.held);
      told ||= seen.held !== undefined;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      trouble(error);
    }
    await sleep(leaderTimes.lookEvery, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Looks at the lease once, and takes it where it may be taken. */
function newRound(cluster: Cluster, wanted: Leadership): () => Promise<{ taken?: V1Lease; held?: V1Lease }> {
  const name = leaseNameOf(wanted);
  const { namespace } = wanted;
  const { coordination } = cluster;
  const patient = () => patientFor(leaderTimes.request);
  let observed: Observed | undefined;
  return async () => {
    const body = leaseFor(wanted);
    const lease = await read(coordination.readNamespacedLease({ namespace, name }, patient()));
    if (lease === undefined)
      return found(await outrun(coordination.createNamespacedLease({ namespace, body }, patient()).catch(explained)));
    const resourceVersion = lease.metadata?.resourceVersion ?? "";
    if (observed?.resourceVersion !== resourceVersion) observed = { resourceVersion, since: performance.now() };
    if (!mayLead(lease, observed, performance.now())) return { held: lease };
    const { annotations = {} } = lease.metadata ?? {};
    const metadata = { ...body.metadata, resourceVersion, annotations };
    return found(
      await outrun(coordination.replaceNamespacedLease({ namespace, name, body: { ...body, metadata } }, patient())),
    );
  };
}

/** Of a stack that was never released nobody can lead: its namespace is made by its first release. */
function explained(error: unknown): never {
  if (!isNotFound(error)) throw error;
  throw new UnreachableProblem({
    code: "NAMESPACE_MISSING",
    what: "the stack's namespace is not there: its first release, by release up, makes it",
    next: "release up",
    cause: error,
  });
}

function found(taken: V1Lease | undefined): { taken?: V1Lease } {
  return taken === undefined ? {} : { taken };
}

export function leaseNameOf({ project, stack }: Pick<Leadership, "project" | "stack">): string {
  return `release-watch-${project}-${stack}`;
}

async function read(request: Promise<V1Lease>): Promise<V1Lease | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw apiProblem(error, "reading who watches");
  }
}

/** Undefined where somebody was quicker. */
async function outrun(request: Promise<V1Lease>): Promise<V1Lease | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isConflict(error) || isNotFound(error)) return undefined;
    if (error instanceof Problem) throw error;
    throw apiProblem(error, "taking the lead of those who watch");
  }
}

function leaseFor({ operator, ...wanted }: Leadership): V1Lease {
  const holder = thisHolder(operator, "watch");
  return heldLease({ ...wanted, name: leaseNameOf(wanted), holder, seconds: leaderTimes.lease / 1000 });
}
