import { PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import { apiProblem, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { leaseNameOf, type Leadership } from "./leader.ts";

/** How far those who watch have come: what one has settled, another does not begin anew. */
export interface Settled {
  commit: string;
  /** ISO 8601 */
  at: string;
  result: "released" | "failed" | "refused";
}

/** Kept beside who leads, on the same lease. */
export interface Memory {
  settled(): Promise<Settled | undefined>;
  settle(settled: Settled): Promise<void>;
}

const annotation = "releases/settled";

export function leaseMemory(cluster: Cluster, wanted: Leadership): Memory {
  const of = { namespace: wanted.namespace, name: leaseNameOf(wanted) };
  return {
    async settled() {
      try {
        const { metadata } = await cluster.coordination.readNamespacedLease(of);
        const text = metadata?.annotations?.[annotation];
        return text === undefined ? undefined : (JSON.parse(text) as Settled);
      } catch (error) {
        if (isNotFound(error) || error instanceof SyntaxError) return undefined;
        throw apiProblem(error, "reading what is settled");
      }
    },
    async settle(settled) {
      const body = { metadata: { annotations: { [annotation]: JSON.stringify(settled) } } };
      const merge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
      try {
        await cluster.coordination.patchNamespacedLease({ ...of, body }, merge);
      } catch (error) {
        throw apiProblem(error, "noting what is settled");
      }
    },
  };
}
