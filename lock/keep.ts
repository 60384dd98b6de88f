import { setTimeout as sleep } from "node:timers/promises";
import { V1MicroTime, type V1Lease, type V1LeaseSpec } from "@kubernetes/client-node";
import { exitCodes, Problem } from "../errors/problem.ts";
import { isConflict, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { patientFor } from "./patientFor.ts";
import type { LockTimes } from "./times.ts";

export interface ReleaseLock {
  /** Aborted when the lock was lost: the holder must not change anything any more. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/** Renews a lease that is ours until it is given back, or lost. */
export function keepLease(cluster: Cluster, lease: V1Lease, times: LockTimes): ReleaseLock {
  const lost = new AbortController();
  const kept = new KeptLease(cluster, lease, times);
  let renewed = clocks();
  let tried = renewed;
  let failing = false;
  let renewing: Promise<void> | undefined;

  const renew = async (): Promise<void> => {
    const began = clocks();
    tried = began;
    try {
      if (await kept.put({ renewTime: new V1MicroTime() })) {
        renewed = began;
        failing = false;
      } else lost.abort(lostProblem("the release lock was taken by somebody else while this release ran"));
    } catch {
      failing = true;
      // The machine may have slept meanwhile: then others have counted on.
      if (since(renewed) > times.lease) lost.abort(tooLate(times));
    }
  };
  const beat = (): void => {
    if (lost.signal.aborted) return;
    // Counted without the clock's jumps, and whatever becomes of a request.
    if (performance.now() - renewed.steady > times.lease) lost.abort(tooLate(times));
    else if (since(tried) >= (failing ? times.retryAfter : times.renewEvery)) {
      renewing ??= renew().finally(() => (renewing = undefined));
    }
  };
  const timer = setInterval(beat, times.beat);
  timer.unref();
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      // However it hangs: whoever waits for a release's end has waited long enough.
      await Promise.race([renewing, sleep(times.request, undefined, { ref: false })]);
      if (lost.signal.aborted) return;
      // Otherwise it runs out by itself; a release that is done must not fail over it.
      await kept.put({ holderIdentity: "" }).catch(() => undefined);
    },
  };
}

/** The lease as last seen, and the one change that may be made to it. */
class KeptLease {
  readonly #cluster: Cluster;
  readonly #times: LockTimes;
  #current: V1Lease;

  constructor(cluster: Cluster, lease: V1Lease, times: LockTimes) {
    this.#cluster = cluster;
    this.#current = lease;
    this.#times = times;
  }

  /** Whether it is still ours. A conflict alone does not say that it is not: somebody may have put a label on it. */
  async put(spec: Partial<V1LeaseSpec>): Promise<boolean> {
    const { namespace = "", name = "" } = this.#current.metadata ?? {};
    const options = patientFor(this.#times.request);
    const { coordination } = this.#cluster;
    try {
      for (;;) {
        const body = { ...this.#current, spec: { ...this.#current.spec, ...spec } };
        try {
          this.#current = await coordination.replaceNamespacedLease({ namespace, name, body }, options);
          return true;
        } catch (error) {
          if (!isConflict(error)) throw error;
        }
        const found = await coordination.readNamespacedLease({ namespace, name }, options);
        if (found.spec?.holderIdentity !== this.#current.spec?.holderIdentity) return false;
        this.#current = found;
      }
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }
}

interface Clocks {
  /** Stands still while the machine sleeps. */
  steady: number;
  /** May be set by anyone. */
  wall: number;
}

function clocks(): Clocks {
  return { steady: performance.now(), wall: Date.now() };
}

/** By whichever clock says more. */
function since({ steady, wall }: Clocks): number {
  const now = clocks();
  return Math.max(now.steady - steady, now.wall - wall);
}

function tooLate({ lease }: LockTimes): Problem {
  return lostProblem(`the release lock could not be renewed for ${lease / 1000} s`);
}

function lostProblem(what: string): Problem {
  return new Problem({ code: "LOCK_LOST", what, next: "release recover", exitCode: exitCodes.interrupted });
}
