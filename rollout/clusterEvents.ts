import type { CoreV1Event } from "@kubernetes/client-node";
import type { Emit } from "./events.ts";
import { podSpecs, type Cleaner } from "./evidence/clean.ts";
import { lastSeen } from "./eventTime.ts";
import { involves, newPods, newReplicaSet, type RolloutSnapshot } from "./snapshot.ts";
import type { WorkloadRef } from "./verdict.ts";

/** Events carry whole seconds, of another clock. */
const slackMs = 5000;

/** Emits each Warning about the new pods, their ReplicaSet and the Deployment once; repetitions of a text are left out. */
export function clusterEventFeed(
  workload: WorkloadRef,
  startedAt: number,
  cleaner: Cleaner,
  emit: Emit,
): (snapshot: RolloutSnapshot) => void {
  const shown = new Set<string>();
  const tell = async (event: CoreV1Event, object: string, snapshot: RolloutSnapshot): Promise<void> => {
    const clean = await cleaner.by(podSpecs(snapshot));
    const [reason, message] = [clean(event.reason ?? ""), clean(event.message ?? "").trim()];
    emit({ type: "clusterEvent", at: lastSeen(event) ?? Date.now(), workload, object, reason, message });
  };
  return (snapshot) => {
    for (const event of warnings(snapshot, startedAt)) {
      const object = `${event.involvedObject.kind ?? "object"} ${event.involvedObject.name ?? ""}`;
      const key = `${object}\n${event.reason ?? ""}\n${(event.message ?? "").trim()}`;
      if (shown.has(key)) continue;
      shown.add(key);
      void tell(event, object, snapshot);
    }
  };
}

function warnings(snapshot: RolloutSnapshot, startedAt: number): CoreV1Event[] {
  const objects = [snapshot.deployment, newReplicaSet(snapshot), ...newPods(snapshot), ...snapshot.claims].filter(
    (object) => object !== undefined,
  );
  return snapshot.events
    .filter(({ type }) => type === "Warning")
    .filter((event) => (lastSeen(event) ?? 0) >= startedAt - slackMs)
    .filter((event) => objects.some((object) => involves(event, object)))
    .sort((a, b) => (lastSeen(a) ?? 0) - (lastSeen(b) ?? 0));
}
