import type { V1ReplicaSet } from "@kubernetes/client-node";
import { isOwnedBy, nameOf } from "../snapshot.ts";
import type { Cause } from "../verdict.ts";
import { lastingSeconds, quoted, type CauseRule, type RolloutContext } from "./context.ts";

/** A webhook that does not answer, a quota not counted yet, a new namespace still without its ServiceAccount: a moment later all is well. */
const maybeLater =
  /serviceaccount ".*" not found|failed calling webhook|status unknown for quota|timeout|connection refused|i\/o|try again|etcdserver|no endpoints available/i;

/** The new ReplicaSet may not create its pods: quota, Pod Security, admission webhooks. */
export const replicaFailure: CauseRule = (context) => {
  const { replicaSet } = context;
  const condition = (replicaSet?.status?.conditions ?? []).find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  );
  if (replicaSet === undefined || condition === undefined) return undefined;
  const message = condition.message ?? "";
  const quota = /exceeded quota/i.test(message);
  const seconds = lastingSeconds(context, condition.lastTransitionTime);
  const mayPass = maybeLater.test(message) || (quota && willFreeQuota(context));
  if (mayPass && seconds < context.limits.createGraceSeconds) return undefined;
  return quota ? quotaCause(replicaSet, message) : admissionCause(replicaSet, message);
};

/** Whether pods are on their way out, or old ones may go before new ones come: they give their quota back. */
function willFreeQuota({ snapshot, replicaSet }: RolloutContext): boolean {
  const leaving = snapshot.pods.some(({ metadata }) => metadata?.deletionTimestamp !== undefined);
  const { strategy, replicas = 1 } = snapshot.deployment?.spec ?? {};
  const unavailable = resolveDown(strategy?.rollingUpdate?.maxUnavailable ?? "25%", replicas);
  const oldPods = snapshot.pods.some((pod) => replicaSet !== undefined && !isOwnedBy(pod, replicaSet));
  return leaving || (oldPods && (strategy?.type === "Recreate" || unavailable > 0));
}

function resolveDown(value: number | string, replicas: number): number {
  const number = Number.parseFloat(String(value));
  return String(value).endsWith("%") ? Math.floor((replicas * number) / 100) : number;
}

function quotaCause(replicaSet: V1ReplicaSet, message: string): Cause {
  const text = /exceeded quota: ?(.*)$/is.exec(message)?.[1] ?? message;
  const namespace = replicaSet.metadata?.namespace ?? "default";
  return {
    code: "QuotaExceeded",
    message: `no room for another pod of ReplicaSet ${nameOf(replicaSet)}: quota ${quoted(text)}`,
    object: { kind: "ReplicaSet", namespace, name: nameOf(replicaSet) },
    command: `kubectl describe quota -n ${namespace}`,
  };
}

function admissionCause(replicaSet: V1ReplicaSet, message: string): Cause {
  const namespace = replicaSet.metadata?.namespace ?? "default";
  return {
    code: "AdmissionRefused",
    message: `the API server refuses the pods of ReplicaSet ${nameOf(replicaSet)}: ${quoted(message)}`,
    object: { kind: "ReplicaSet", namespace, name: nameOf(replicaSet) },
    command: `kubectl describe replicaset -n ${namespace} ${nameOf(replicaSet)}`,
  };
}
