import type { V1ReplicaSet } from "@kubernetes/client-node";
import { outwaited, type PatienceName } from "../patience.ts";
import { isOwnedBy, nameOf, type RolloutSnapshot } from "../snapshot.ts";
import { milliseconds } from "../time.ts";
import type { Cause } from "../verdict.ts";
import { lastingSeconds, quoted, type CauseRule, type RolloutContext } from "./context.ts";

/** A webhook that does not answer, a quota not counted yet, a new namespace still without its ServiceAccount: a moment later all is well. */
const maybeLater =
  /serviceaccount ".*" not found|failed calling webhook|status unknown for quota|timeout|connection refused|i\/o|try again|etcdserver|no endpoints available|deadline exceeded|too many requests|unable to handle the request|service unavailable|internal error/i;

/** The new ReplicaSet may not create its pods: quota, Pod Security, admission webhooks. */
export const replicaFailure: CauseRule = (context) => {
  const { replicaSet } = context;
  const condition = (replicaSet?.status?.conditions ?? []).find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  );
  if (replicaSet === undefined || condition === undefined) return undefined;
  const message = condition.message ?? "";
  const quota = /exceeded quota/i.test(message);
  if (quota && willFreeQuota(context, replicaSet)) return undefined;
  const seconds = lastingSeconds(context, condition.lastTransitionTime);
  const name = patienceFor(context, message, quota);
  const waited = name === undefined ? "" : outwaited(context, name, seconds);
  if (waited === undefined) return undefined;
  return quota ? quotaCause(replicaSet, message, waited) : admissionCause(replicaSet, message, waited);
};

/** Whether quota is about to be given back: by pods that are ending, or by old ones once new ones on their way are available. */
function willFreeQuota({ snapshot, pods }: RolloutContext, replicaSet: V1ReplicaSet): boolean {
  const ending = snapshot.pods.some(({ metadata }) => milliseconds(metadata?.deletionTimestamp) !== undefined);
  const old = snapshot.pods.some((pod) => !isOwnedBy(pod, replicaSet));
  return ending || (old && pods.length > 0);
}

/** Which patience the refusal has; none where nothing changes it. */
function patienceFor({ snapshot }: RolloutContext, message: string, quota: boolean): PatienceName | undefined {
  if (maybeLater.test(message)) return "admission";
  if (!quota) return undefined;
  return mayScaleDownFirst(snapshot) ? "admission" : "quota";
}

function mayScaleDownFirst({ deployment }: RolloutSnapshot): boolean {
  const strategy = deployment?.spec?.strategy;
  if (strategy?.type === "Recreate") return true;
  return resolveDown(strategy?.rollingUpdate?.maxUnavailable ?? "25%", deployment?.spec?.replicas ?? 1) > 0;
}

function resolveDown(value: number | string, replicas: number): number {
  const number = Number.parseFloat(String(value));
  return String(value).endsWith("%") ? Math.floor((replicas * number) / 100) : number;
}

function quotaCause(replicaSet: V1ReplicaSet, message: string, waited: string): Cause {
  const text = /exceeded quota: ?(.*)$/is.exec(message)?.[1] ?? message;
  const namespace = replicaSet.metadata?.namespace ?? "default";
  return {
    code: "QuotaExceeded",
    message: `no room for another pod of ReplicaSet ${nameOf(replicaSet)}: quota ${quoted(text)}${waited}`,
    object: { kind: "ReplicaSet", namespace, name: nameOf(replicaSet) },
    command: `kubectl describe quota -n ${namespace}`,
  };
}

function admissionCause(replicaSet: V1ReplicaSet, message: string, waited: string): Cause {
  const namespace = replicaSet.metadata?.namespace ?? "default";
  return {
    code: "AdmissionRefused",
    message: `the API server refuses the pods of ReplicaSet ${nameOf(replicaSet)}: ${quoted(message)}${waited}`,
    object: { kind: "ReplicaSet", namespace, name: nameOf(replicaSet) },
    command: `kubectl describe replicaset -n ${namespace} ${nameOf(replicaSet)}`,
  };
}
