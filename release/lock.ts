import { hostname } from "node:os";
import { V1MicroTime, type V1Lease } from "@kubernetes/client-node";
import { exitCodes, Problem } from "../errors/problem.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { apiProblem, isConflict, isNotFound } from "./cluster/apiError.ts";

/** A lease not renewed for this long is anybody's: its holder was killed or cut off. Seconds. */
const leaseSeconds = 30;
const renewEveryMs = 8_000;

export interface ReleaseLock {
  /** Aborted when the lock was lost: the holder must not change anything any more. */
  lost: AbortSignal;
  release(): Promise<void>;
}

interface Holder {
  operator: string;
  host: string;
  pid: number;
  release: string;
}

/** Which lease, and who wants it. */
export interface LockRequest {
  namespace: string;
  project: string;
  stack: string;
  operator: string;
  /** The id of the release that will hold it. */
  release: string;
}

/**
 * Takes the stack's lock in the cluster: one release at a time, whatever machine it runs on.
 * @throws Problem RELEASE_IN_PROGRESS (exit 4) naming who holds it and since when.
 */
export async function acquireLock(
  cluster: Cluster,
  request: LockRequest,
  now = () => new Date(),
): Promise<ReleaseLock> {
  const name = leaseName(request);
  const { namespace } = request;
  const body: V1Lease = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace, labels: { "releases/project": request.project, "releases/stack": request.stack } },
    spec: {
      holderIdentity: JSON.stringify({
        operator: request.operator,
        host: hostname(),
        pid: process.pid,
        release: request.release,
      } satisfies Holder),
      leaseDurationSeconds: leaseSeconds,
      acquireTime: new V1MicroTime(now()),
      renewTime: new V1MicroTime(now()),
    },
  };
  const held = await takeLease(cluster, body, now);
  return keepLease(cluster, held, now);
}

async function takeLease(cluster: Cluster, body: V1Lease, now: () => Date): Promise<V1Lease> {
  const namespace = body.metadata?.namespace ?? "";
  const name = body.metadata?.name ?? "";
  try {
    return await cluster.coordination.createNamespacedLease({ namespace, body });
  } catch (error) {
    if (!isConflict(error)) throw apiProblem(error, `taking the release lock in namespace ${namespace}`);
  }
  const current = await taking(namespace, cluster.coordination.readNamespacedLease({ namespace, name }));
  if (current !== undefined && !isFree(current, now())) throw lockedProblem(current, now());
  const metadata = { ...body.metadata, resourceVersion: current?.metadata?.resourceVersion ?? "" };
  const replaced =
    current &&
    (await taking(
      namespace,
      cluster.coordination.replaceNamespacedLease({ namespace, name, body: { ...body, metadata } }),
    ));
  return replaced ?? takeLease(cluster, body, now);
}

/** Undefined where the lease was gone or taken between our two requests: whoever is quicker has it, so ask again. */
async function taking(namespace: string, request: Promise<V1Lease>): Promise<V1Lease | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isNotFound(error) || isConflict(error)) return undefined;
    throw apiProblem(error, `taking the release lock in namespace ${namespace}`);
  }
}

function keepLease(cluster: Cluster, lease: V1Lease, now: () => Date): ReleaseLock {
  const lost = new AbortController();
  const namespace = lease.metadata?.namespace ?? "";
  const name = lease.metadata?.name ?? "";
  let current = lease;
  let renewedAt = now().getTime();
  const renew = async (): Promise<void> => {
    try {
      const body = { ...current, spec: { ...current.spec, renewTime: new V1MicroTime(now()) } };
      current = await cluster.coordination.replaceNamespacedLease({ namespace, name, body });
      renewedAt = now().getTime();
    } catch (error) {
      const gone = isConflict(error) || isNotFound(error);
      if (gone || now().getTime() - renewedAt > leaseSeconds * 1000) {
        lost.abort(lostProblem(gone));
      }
    }
  };
  let renewing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, renewEveryMs);
  timer.unref();
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      await renewing;
      if (lost.signal.aborted) return;
      try {
        const body = { ...current, spec: { ...current.spec, holderIdentity: "" } };
        await cluster.coordination.replaceNamespacedLease({ namespace, name, body });
      } catch {
        // It runs out by itself; a release that is done must not fail over it.
      }
    },
  };
}

/** Who holds the stack's release lock now, if anyone does. */
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
    return { text: describeHolder(lease, now), release: holderOf(lease)?.release ?? "", free: isFree(lease, now) };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw apiProblem(error, "reading the release lock");
  }
}

/** Kept, as Kubernetes' own leader election does: a releaser then needs no right to delete. */
function isGivenBack({ spec }: V1Lease): boolean {
  return spec?.holderIdentity === "";
}

/** Whether a lease may be taken: given back, run out, or held by a process of this very machine that no longer runs. */
export function isFree(lease: V1Lease, now: Date): boolean {
  if (isGivenBack(lease)) return true;
  const renewed = timeOf(lease.spec?.renewTime)?.getTime() ?? 0;
  const duration = (lease.spec?.leaseDurationSeconds ?? leaseSeconds) * 1000;
  if (now.getTime() - renewed > duration) return true;
  const holder = holderOf(lease);
  return holder?.host === hostname() && !processRuns(holder.pid);
}

function describeHolder(lease: V1Lease, now: Date): string {
  const holder = holderOf(lease);
  const since = timeOf(lease.spec?.acquireTime);
  const seconds = since === undefined ? undefined : Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
  const who =
    holder === undefined
      ? (lease.spec?.holderIdentity ?? "somebody")
      : `${holder.operator} (process ${holder.pid} on ${holder.host})`;
  const when = since === undefined ? "" : ` since ${since.toISOString().slice(0, 19)}Z, for ${seconds ?? 0} s`;
  return `${who}${when}${holder === undefined ? "" : `, release ${holder.release}`}`;
}

function lockedProblem(lease: V1Lease, now: Date): Problem {
  return new Problem({
    code: "RELEASE_IN_PROGRESS",
    what: `another release holds the lock: ${describeHolder(lease, now)}`,
    where: `lease ${lease.metadata?.namespace ?? ""}/${lease.metadata?.name ?? ""}`,
    next: "wait for it (release status --watch), or end it there with Ctrl-C; a holder that was killed frees the lock within 30 s",
    exitCode: exitCodes.locked,
  });
}

function lostProblem(taken: boolean): Problem {
  return new Problem({
    code: "LOCK_LOST",
    what: taken
      ? "the release lock was taken by somebody else while this release ran"
      : `the release lock could not be renewed for ${leaseSeconds} s`,
    next: "release recover",
    exitCode: exitCodes.interrupted,
  });
}

/** The client's types call it a Date; what it reads from the API server is the text. */
function timeOf(value: unknown): Date | undefined {
  const time = value instanceof Date ? value : new Date(typeof value === "string" ? value : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function leaseName(request: { project: string; stack: string }): string {
  return `release-lock-${request.project}-${request.stack}`;
}

function holderOf(lease: V1Lease): Holder | undefined {
  try {
    return JSON.parse(lease.spec?.holderIdentity ?? "") as Holder;
  } catch {
    return undefined;
  }
}

function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
