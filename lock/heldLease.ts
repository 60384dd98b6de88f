import { V1MicroTime, type V1Lease } from "@kubernetes/client-node";
import type { Holder } from "./holder.ts";

/** A lease that somebody takes now. */
export interface HeldLease {
  name: string;
  namespace: string;
  project: string;
  stack: string;
  holder: Holder;
  /** Without a renewal for so long it is anybody's. */
  seconds: number;
}

export function heldLease({ name, namespace, project, stack, holder, seconds }: HeldLease): V1Lease {
  const now = new Date();
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace, labels: { "releases/project": project, "releases/stack": stack } },
    spec: {
      holderIdentity: JSON.stringify(holder),
      leaseDurationSeconds: seconds,
      acquireTime: new V1MicroTime(now),
      renewTime: new V1MicroTime(now),
    },
  };
}
