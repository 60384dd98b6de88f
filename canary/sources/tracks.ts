import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../cluster/cluster.ts";
import type { Track } from "../../components/objects/labels.ts";
import { observe } from "../../rollout/observe.ts";
import type { RolloutSnapshot } from "../../rollout/snapshot.ts";
import type { WorkloadRef } from "../../rollout/verdict.ts";

const askMs = 100;

/** The pods of both tracks under observation. */
export interface Tracks {
  snapshot(track: Track): RolloutSnapshot | undefined;
  /** Resolves once both are seen. Rejects when `signal` is aborted. */
  seen(signal: AbortSignal): Promise<void>;
  /** Why what is seen may be out of date. */
  trouble(): string | undefined;
  stop(): void;
}

/** The Deployment of a track. */
export function trackWorkload(service: { name: string; namespace: string }, track: Track): WorkloadRef {
  const name = track === "stable" ? service.name : `${service.name}-canary`;
  return { kind: "Deployment", namespace: service.namespace, name };
}

/** Calls `changed` when anything of the canary does. */
export function observeTracks(
  cluster: Cluster,
  service: { name: string; namespace: string },
  changed: () => void,
): Tracks {
  const observations = {
    canary: observe(cluster, trackWorkload(service, "canary"), changed),
    stable: observe(cluster, trackWorkload(service, "stable"), () => undefined),
  };
  return {
    snapshot: (track) => observations[track].snapshot(),
    async seen(signal) {
      const isSeen = () => Object.values(observations).every((one) => one.snapshot() !== undefined);
      while (!isSeen()) await sleep(askMs, undefined, { signal });
    },
    trouble: () => observations.canary.trouble(),
    stop() {
      observations.canary.stop();
      observations.stable.stop();
    },
  };
}
