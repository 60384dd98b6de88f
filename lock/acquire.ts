import { setTimeout as sleep } from "node:timers/promises";
import type { V1Lease } from "@kubernetes/client-node";
import { exitCodes, Problem } from "../errors/problem.ts";
import { stopIfCancelled } from "../errors/cancelled.ts";
import { apiProblem, isConflict, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { podGone } from "../cluster/podGone.ts";
import type { Emit } from "../rollout/events.ts";
import { heldLease } from "./heldLease.ts";
import { thisHolder } from "./holder.ts";
import { keepLease, type ReleaseLock } from "./keep.ts";
import { describeHolder, heldSince, holderName, holderOf, isGivenBack, leaseSeconds, leaseState } from "./lease.ts";
import { lockTimes, type LockTimes } from "./times.ts";

/** Which lease, and who wants it. */
export interface LockRequest {
  namespace: string;
  project: string;
  stack: string;
  operator: string;
  /** The id of the release that will hold it. */
  release: string;
}

interface Watcher {
  emit: Emit;
  /** Ctrl-C. */
  signal: AbortSignal;
}

/**
 * Takes the stack's lock in the cluster: one release at a time, whatever machine it runs on. Where its holder is silent,
 * that is watched first, for as long as a lease lasts: of two machines' clocks nobody knows which is right.
 * @throws Problem RELEASE_IN_PROGRESS (exit 4) naming who holds it and since when; CANCELLED
 */
export async function acquireLock(
  cluster: Cluster,
  request: LockRequest,
  watcher: Watcher,
  times: LockTimes = lockTimes,
): Promise<ReleaseLock> {
  return keepLease(cluster, await takeLease(cluster, request, watcher, times), times);
}

async function takeLease(cluster: Cluster, request: LockRequest, watcher: Watcher, times: LockTimes): Promise<V1Lease> {
  const name = leaseName(request);
  const { namespace } = request;
  const { coordination } = cluster;
  const current = await taking(namespace, coordination.readNamespacedLease({ namespace, name }));
  if (current !== undefined && !(await isOfGonePod(cluster, current, request))) {
    await mayBeTaken(cluster, current, watcher, times);
  }
  const body = newLease(request);
  // As we saw it last: whoever changes it before us has it.
  const metadata = { ...body.metadata, resourceVersion: current?.metadata?.resourceVersion ?? "" };
  const taken =
    current === undefined
      ? await taking(namespace, coordination.createNamespacedLease({ namespace, body }), isConflict)
      : await taking(namespace, coordination.replaceNamespacedLease({ namespace, name, body: { ...body, metadata } }));
  return taken ?? takeLease(cluster, request, watcher, times);
}

function newLease({ operator, release, ...request }: LockRequest): V1Lease {
  const holder = thisHolder(operator, release);
  return heldLease({ ...request, name: leaseName(request), holder, seconds: leaseSeconds });
}

/** Held by one that watched the stack from a pod that is gone: nobody is left who could renew it. */
async function isOfGonePod(cluster: Cluster, lease: V1Lease, request: LockRequest): Promise<boolean> {
  const holder = holderOf(lease);
  return holder !== undefined && (await podGone(cluster, request, holder.host, heldSince(lease)));
}

/** Settles once the lease may be taken as it was read; a silent one has not changed all the while then. */
async function mayBeTaken(
  cluster: Cluster,
  lease: V1Lease,
  { emit, signal }: Watcher,
  { lease: watchMs, lookEvery }: LockTimes,
): Promise<void> {
  const state = leaseState(lease, new Date());
  if (state === "held") throw lockedProblem(lease);
  if (state === "free") return;
  const { name = "", namespace = "", resourceVersion } = lease.metadata ?? {};
  const message = `${holderName(lease)} holds the release lock and seems gone; watching for ${Math.ceil(watchMs / 1000)} s whether it is renewed, as the clocks of two machines may differ`;
  emit({ type: "note", at: Date.now(), level: "info", message });
  for (const from = performance.now(); performance.now() - from < watchMs;) {
    await sleep(lookEvery, undefined, { signal }).catch(() => undefined);
    stopIfCancelled({ signal });
    const seen = await taking(namespace, cluster.coordination.readNamespacedLease({ namespace, name }));
    if (seen === undefined || isGivenBack(seen)) return;
    if (seen.metadata?.resourceVersion !== resourceVersion) throw lockedProblem(seen);
  }
}

/** Undefined where the lease was gone or taken between our two requests: whoever is quicker has it, so ask again. */
async function taking(
  namespace: string,
  request: Promise<V1Lease>,
  outrun = (error: unknown) => isNotFound(error) || isConflict(error),
): Promise<V1Lease | undefined> {
  try {
    return await request;
  } catch (error) {
    if (outrun(error)) return undefined;
    throw apiProblem(error, `taking the release lock in namespace ${namespace}`);
  }
}

/** Who holds the stack's release lock now, if anyone does; `free` where it seems to be over. */
export async function currentHolder(
  cluster: Cluster,
  request: Pick<LockRequest, "namespace" | "project" | "stack">,
): Promise<{ text: string; release: string; free: boolean } | undefined> {
  try {
    const lease = await cluster.coordination.readNamespacedLease({
      namespace: request.namespace,
      name: leaseName(request),
    });
    if (isGivenBack(lease)) return undefined;
    const now = new Date();
    const free = leaseState(lease, now) !== "held";
    return { text: describeHolder(lease, now), release: holderOf(lease)?.release ?? "", free };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw apiProblem(error, "reading the release lock");
  }
}

function lockedProblem(lease: V1Lease): Problem {
  return new Problem({
    code: "RELEASE_IN_PROGRESS",
    what: `another release holds the lock: ${describeHolder(lease, new Date())}`,
    where: `lease ${lease.metadata?.namespace ?? ""}/${lease.metadata?.name ?? ""}`,
    next: "wait for it (release status --watch), or end it there with Ctrl-C; a holder that was killed frees the lock within 30 s",
    exitCode: exitCodes.locked,
  });
}

/** `release-lock-releases-prod` */
export function leaseName(request: { project: string; stack: string }): string {
  return `release-lock-${request.project}-${request.stack}`;
}
