import type { ReleaseEvent } from "../events.ts";
import { isChange } from "./rollOut.ts";

/**
 * Whether an event tells that the cluster may have been changed. What was begun counts: whether it arrived nobody knows
 * where its end is not told, as when Pulumi's provider is killed. A random id in the state alone is nobody's loss. Pure.
 */
export function touchesCluster(event: ReleaseEvent): boolean {
  if (event.type === "rollout") return true;
  if (event.type !== "resource" || event.state === "failed") return false;
  return isChange(event.step) && event.step.type.startsWith("kubernetes:");
}
