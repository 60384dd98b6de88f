import type { V1Lease } from "@kubernetes/client-node";
import { apiProblem, isConflict, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { UnreachableProblem } from "../errors/problem.ts";
import { isThisProcess } from "../lock/holder.ts";
import { holderOf } from "../lock/lease.ts";
import { patientFor } from "../lock/patientFor.ts";
import { leaseNameOf, type Leadership } from "./leader.ts";

/** How far those who watch have come: what one has settled, another does not begin anew. */
export interface Settled {
  commit: string;
  /** ISO 8601 */
  at: string;
  result: "released" | "failed" | "refused";
  /** What it asked for, by service. */
  versions?: Record<string, string>;
}

/** Kept beside who leads, on the same lease. */
export interface Memory {
  settled(): Promise<Settled | undefined>;
  settle(settled: Settled): Promise<void>;
}

const annotation = "releases/settled";
const requestMs = 10_000;

export function leaseMemory(cluster: Cluster, wanted: Leadership): Memory {
  const of = { namespace: wanted.namespace, name: leaseNameOf(wanted) };
  return {
    async settled() {
      try {
        const { metadata } = await cluster.coordination.readNamespacedLease(of, patientFor(requestMs));
        const text = metadata?.annotations?.[annotation];
        return text === undefined ? undefined : (JSON.parse(text) as Settled);
      } catch (error) {
        if (isNotFound(error) || error instanceof SyntaxError) return undefined;
        throw apiProblem(error, "reading what is settled");
      }
    },
    async settle(settled) {
      for (;;) {
        const lease = await ours();
        const annotations = { ...lease.metadata?.annotations, [annotation]: JSON.stringify(settled) };
        const body = { ...lease, metadata: { ...lease.metadata, annotations } };
        try {
          await cluster.coordination.replaceNamespacedLease({ ...of, body }, patientFor(requestMs));
          return;
        } catch (error) {
          // It is renewed all the time.
          if (!isConflict(error)) throw apiProblem(error, "noting what is settled");
        }
      }
    },
  };

  /** The lease, while this process holds it: what another has settled since is not written over. */
  async function ours(): Promise<V1Lease> {
    const lease = await cluster.coordination
      .readNamespacedLease(of, patientFor(requestMs))
      .catch((error: unknown) => Promise.reject(apiProblem(error, "reading who watches")));
    const holder = holderOf(lease);
    if (holder !== undefined && isThisProcess(holder)) return lease;
    throw new UnreachableProblem({ code: "LEAD_LOST", what: "another watches by now", next: "this one stands by" });
  }
}
