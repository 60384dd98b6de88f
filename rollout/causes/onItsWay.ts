import type { V1PersistentVolumeClaim, V1Pod } from "@kubernetes/client-node";
import { lastSeen } from "../eventTime.ts";
import type { PatienceName } from "../patience.ts";
import { eventsOf } from "../snapshot.ts";
import type { RolloutContext } from "./context.ts";

/**
 * Taints of a node that has just come and is being set up, or gets well again by itself: the kubelet's and the cloud's,
 * Karpenter's, those that networks and storage drivers take away once they run.
 */
const passingTaint =
  /untolerated taint(?:\(s\))? \{[^}]*(?:not-ready|notready|uninitialized|unregistered|network-unavailable|-pressure|startup)\b/i;

/**
 * Whether a node, or room on one, is on its way to a pod. Who says so: the cluster autoscaler (`TriggeredScaleUp`);
 * Karpenter, and what clouds make of it (`Nominated`); the scheduler, which has chosen pods to give way.
 */
export function nodeIsComing({ snapshot }: RolloutContext, pod: V1Pod): boolean {
  if ((pod.status?.nominatedNodeName ?? "") !== "") return true;
  const events = eventsOf(snapshot, pod);
  return events.some(
    ({ reason, message }) =>
      reason === "TriggeredScaleUp" || (reason === "Nominated" && /should schedule on/i.test(message ?? "")),
  );
}

/** Whether the scheduler passes over a node only for what passes. */
export function nodeIsRecovering(message: string | undefined): boolean {
  return passingTaint.test(message ?? "");
}

/** A new node gets its network and its storage drivers while pods are on it already: the patience that lets them come. */
export function nodePatience(context: RolloutContext, pod: V1Pod, usual: PatienceName, text: string): PatienceName {
  const young = nodeIsComing(context, pod) || comesWithTheNode.test(text);
  return young && context.limits.node > context.limits[usual] ? "node" : usual;
}

const comesWithTheNode =
  /not found in the list of registered CSI drivers|cni plugin not initialized|network plugin is not ready|no networks found in/i;

/** What a provisioner says that is still at work, or tries again. */
const goesOn = /DeadlineExceeded|Aborted|Unavailable|already exists|timed out|try again/i;

/** Whether a provisioner is making the volume of a claim. */
export function volumeIsComing({ snapshot }: RolloutContext, claim: V1PersistentVolumeClaim): boolean {
  const events = eventsOf(snapshot, claim);
  const begun = events.findLast(({ reason }) => reason === "Provisioning");
  if (begun === undefined) return false;
  const failed = events.findLast(({ reason }) => reason === "ProvisioningFailed");
  if (failed === undefined || goesOn.test(failed.message ?? "")) return true;
  return (lastSeen(begun) ?? 0) > (lastSeen(failed) ?? 0);
}

/** Seconds since a pod of the same Deployment last was about to make room: what waited for that may have waited longer. */
export function sinceRoom({ start, now }: RolloutContext, seconds: number): number {
  const at = start.seen?.endingAt;
  return at === undefined ? seconds : Math.max(0, Math.min(seconds, (now - at) / 1000));
}
