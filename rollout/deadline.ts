import type { V1Deployment } from "@kubernetes/client-node";
import { isWaitedOut } from "./causes.ts";
import type { RolloutContext } from "./causes/context.ts";
import { viewPods } from "./pods.ts";
import { isObserved } from "./snapshot.ts";
import { duration, milliseconds } from "./time.ts";
import type { Cause, RolloutCounts } from "./verdict.ts";

/** Which time is over. */
export interface Deadline {
  code: "ProgressDeadlineExceeded" | "DeadlineExceeded";
  /** `not done within its deadline of 30 s` */
  text: string;
}

/**
 * The release's own deadline, or the Deployment's `progressDeadlineSeconds`, whichever has passed. Kubernetes counts the
 * latter on while a pod waits for its node or its volume: that wait has a patience of its own, and what comes after it its
 * full time.
 */
export function pastDeadline(context: RolloutContext): Deadline | undefined {
  const { snapshot, limits, now, start } = context;
  const { deployment } = snapshot;
  if (deployment !== undefined && isObserved(deployment, start.minGeneration) && madeNoProgress(deployment)) {
    const seconds = deployment.spec?.progressDeadlineSeconds ?? 600;
    if (sinceLastStep(context) >= seconds && !isWaitedOut(context)) {
      const text = `no progress within progressDeadlineSeconds (${duration(seconds)})`;
      return { code: "ProgressDeadlineExceeded", text };
    }
  }
  if (now - start.at < limits.deadlineSeconds * 1000) return undefined;
  return { code: "DeadlineExceeded", text: `not done within the deadline of ${duration(limits.deadlineSeconds)}` };
}

/** Seconds since a new pod last got its node, its volumes or its first container; Infinity where none did since we watch. */
function sinceLastStep({ pods, now, start }: RolloutContext): number {
  const steps = pods.flatMap(({ status }) => [
    ...(status?.conditions ?? [])
      .filter(({ type, status: is }) => is === "True" && /^(PodScheduled|PodReadyToStartContainers)$/.test(type))
      .map(({ lastTransitionTime }) => milliseconds(lastTransitionTime)),
    ...(status?.containerStatuses ?? [])
      .filter(({ restartCount }) => restartCount === 0)
      .map(({ state }) => milliseconds(state?.running?.startedAt)),
  ]);
  const newest = Math.max(-Infinity, ...steps.filter((step) => step !== undefined));
  return newest <= start.at ? Infinity : (now - newest) / 1000;
}

/** The cause when nothing better explains why the time did not suffice. */
export function deadlineCause(context: RolloutContext, deadline: Deadline, counts: RolloutCounts): Cause {
  const { namespace, name } = context.snapshot.workload;
  return {
    code: deadline.code,
    message: `${deadline.text}: ${remaining(context, counts)}`,
    object: { kind: "Deployment", namespace, name },
    command: `kubectl describe deployment -n ${namespace} ${name}`,
  };
}

function remaining(context: RolloutContext, { desired, available, old }: RolloutCounts): string {
  const { deployment } = context.snapshot;
  if (deployment === undefined) return "the Deployment is not there";
  if (!isObserved(deployment))
    return "the Deployment controller has not seen the change; is kube-controller-manager running?";
  if (deployment.spec?.paused === true) return "the Deployment is paused";
  return `${available} of ${desired} new pods available, ${old} old to go${waitingPod(context)}`;
}

/** `; pod website-1 is pending: ContainerCreating` for the first new pod that waits, where events do not (yet) say more. */
function waitingPod({ snapshot, now }: RolloutContext): string {
  const pods = viewPods(snapshot, now).filter(({ generation, state }) => generation === "new" && state !== "available");
  const pod = pods.find(({ reason }) => reason !== undefined);
  return pod?.reason === undefined ? "" : `; pod ${pod.name} is ${pod.state}: ${pod.reason}`;
}

/**
 * Whether the controller says so of the present spec. After a rollback to an earlier template the controller carries
 * the condition of the failed rollout along for a moment; one from before the last change of the spec is that.
 */
function madeNoProgress(deployment: V1Deployment): boolean {
  const condition = (deployment.status?.conditions ?? []).find(({ type }) => type === "Progressing");
  if (condition?.reason !== "ProgressDeadlineExceeded") return false;
  const since = milliseconds(condition.lastUpdateTime) ?? Infinity;
  return since > specChangedAt(deployment);
}

/** When anybody last wrote the spec, by the API server's clock (whole seconds); -Infinity when it does not say. */
function specChangedAt(deployment: V1Deployment): number {
  const writes = (deployment.metadata?.managedFields ?? [])
    .filter(({ subresource }) => subresource === undefined || subresource === "")
    .filter(touchesSpec)
    .map(({ time }) => milliseconds(time));
  return Math.max(-Infinity, ...writes.filter((time) => time !== undefined));
}

/** The controller itself writes annotations (the revision); those say nothing of the spec. */
function touchesSpec(write: { fieldsV1?: unknown }): boolean {
  const fields = write.fieldsV1;
  return typeof fields === "object" && fields !== null && "f:spec" in fields;
}
