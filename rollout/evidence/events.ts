import type { CoreV1Event } from "@kubernetes/client-node";
import { lastSeen } from "../eventTime.ts";
import { involves, newPods, newReplicaSet, type RolloutSnapshot } from "../snapshot.ts";

export interface EventEvidence {
  /** When it was last seen, ISO 8601; absent when the cluster does not say. */
  at?: string;
  /** `Pod website-7d9f-x2x` */
  object: string;
  type: string;
  reason: string;
  message: string;
  /** How often it was seen. */
  count: number;
}

/** The newest events about the Deployment, its new ReplicaSet and its new pods, oldest of them first. */
export function newestEvents(snapshot: RolloutSnapshot, limit: number): EventEvidence[] {
  const objects = [snapshot.deployment, newReplicaSet(snapshot), ...newPods(snapshot), ...snapshot.claims].filter(
    (object) => object !== undefined,
  );
  return snapshot.events
    .filter((event) => objects.some((object) => involves(event, object)))
    .sort((a, b) => (lastSeen(a) ?? 0) - (lastSeen(b) ?? 0))
    .slice(-limit)
    .map(describe);
}

function describe(event: CoreV1Event): EventEvidence {
  const at = lastSeen(event);
  return {
    ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
    object: `${event.involvedObject.kind ?? "object"} ${event.involvedObject.name ?? ""}`,
    type: event.type ?? "Normal",
    reason: event.reason ?? "",
    message: event.message ?? "",
    count: event.series?.count ?? event.count ?? 1,
  };
}
