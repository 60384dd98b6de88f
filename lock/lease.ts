import type { V1Lease } from "@kubernetes/client-node";
import { processState } from "../host/thisProcess.ts";
import type { Holder } from "./holder.ts";

/** Reads a lease: who holds it, and whether it still does. Pure but for the look at this machine's processes. */

/** A lease not renewed for this long is anybody's: its holder was killed or cut off. Seconds. */
export const leaseSeconds = 30;

/**
 * `free`: given back, or its holder's process is known to be gone. `silent`: not renewed for long, if its holder's clock
 * goes as ours does; nobody knows that, so it has to be watched before it is taken.
 */
export type LeaseState = "free" | "held" | "silent";

export function leaseState(lease: V1Lease, now: Date): LeaseState {
  if (isGivenBack(lease)) return "free";
  const holder = holderOf(lease);
  if (holder !== undefined && processState(holder) === "gone") return "free";
  const renewed = timeOf(lease.spec?.renewTime)?.getTime() ?? 0;
  const duration = (lease.spec?.leaseDurationSeconds ?? leaseSeconds) * 1000;
  // A renewal that lies in the future says just as little as one long past.
  return Math.abs(now.getTime() - renewed) > duration ? "silent" : "held";
}

/** Kept, as Kubernetes' own leader election does: a releaser then needs no right to delete. */
export function isGivenBack({ spec }: V1Lease): boolean {
  return (spec?.holderIdentity ?? "") === "";
}

export function holderOf(lease: V1Lease): Holder | undefined {
  try {
    return JSON.parse(lease.spec?.holderIdentity ?? "") as Holder;
  } catch {
    return undefined;
  }
}

/** E.g. `ada (process 7 on build-7) since 2026-11-22T01:00:01Z, for 40 s, release 20261122-010001-k3f2`. */
export function describeHolder(lease: V1Lease, now: Date): string {
  const holder = holderOf(lease);
  const since = timeOf(lease.spec?.acquireTime);
  const seconds = since === undefined ? undefined : Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
  const when = since === undefined ? "" : ` since ${since.toISOString().slice(0, 19)}Z, for ${seconds ?? 0} s`;
  return `${holderName(lease)}${when}${holder === undefined ? "" : `, release ${holder.release}`}`;
}

/** Since when it is its holder's; now, where nobody says it. */
export function heldSince({ spec }: V1Lease): Date {
  return timeOf(spec?.acquireTime) ?? new Date();
}

export function holderName(lease: V1Lease): string {
  const holder = holderOf(lease);
  if (holder === undefined) return lease.spec?.holderIdentity ?? "somebody";
  return `${holder.operator} (process ${holder.pid} on ${holder.host})`;
}

/** The client's types call it a Date; what it reads from the API server is the text. */
function timeOf(value: unknown): Date | undefined {
  const time = value instanceof Date ? value : new Date(typeof value === "string" ? value : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
