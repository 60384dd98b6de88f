import type { ReleaseEvent } from "../../../release/events.ts";
import type { PodView, RolloutStatus } from "../../../rollout/verdict.ts";

const counts = { desired: 3, updated: 2, ready: 2, available: 1, old: 2 };

export function rollout(
  elapsedSeconds: number,
  status: Partial<RolloutStatus> = {},
  pods: PodView[] = [],
): Extract<ReleaseEvent, { type: "rollout" }> {
  return {
    type: "rollout",
    at: elapsedSeconds * 1000,
    workload: { kind: "Deployment", namespace: "staging", name: "website" },
    status: { phase: "progressing", message: "1 of 3 new pods available", counts, ...status },
    pods,
    elapsedSeconds,
    deadlineSeconds: 120,
  };
}

export const crash: Partial<RolloutStatus> = {
  phase: "failed",
  message: "doomed",
  cause: {
    code: "CrashLoop",
    message: "container web exits with code 3 right after its start (2 crashes)",
    object: { kind: "Pod", namespace: "staging", name: "website-5d9c-x2x7f" },
    command: "kubectl logs -n staging website-5d9c-x2x7f --previous",
  },
};

export const swap: PodView[] = [
  { name: "website-5d9c-x2x7f", generation: "new", state: "available", restarts: 0 },
  { name: "website-5d9c-9k2lm", generation: "new", state: "starting", restarts: 0, reason: "pulling image" },
  { name: "website-77aa-a1b2c", generation: "old", state: "terminating", restarts: 0 },
];
