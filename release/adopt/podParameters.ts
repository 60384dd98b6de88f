import { formatDuration } from "../../components/config/duration.ts";
import type { PlainObject } from "../../components/config/layers.ts";
import { present } from "./present.ts";
import type { LiveContainer, LivePod } from "./shapes.ts";
import type { Workload } from "./workload.ts";

/** A workload as a service's parameters, without a template. */
export interface Said {
  /** Basic parameters, as they are written. */
  basic: PlainObject;
  version: string;
}

export function imageParts(image: string): [string, string] {
  const at = image.indexOf("@");
  const end = at < 0 ? image.lastIndexOf(":") : at;
  return [image.slice(0, end), image.slice(end + 1)];
}

/** Of the grace period, 5s are left as a margin where it has as much. */
export function drain(pod: LivePod, { lifecycle }: LiveContainer): PlainObject {
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  const sleep = Math.min(lifecycle?.preStop?.sleep?.seconds ?? 0, grace);
  const margin = Math.min(5, grace - sleep);
  return { sleep: `${sleep}s`, time: formatDuration(grace - sleep - margin), margin: `${margin}s` };
}

export function filled(entries: [string, unknown][]): PlainObject | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

export function security({ account }: Pick<Workload, "account">, pod: LivePod): PlainObject {
  const { runAsUser, runAsGroup, fsGroup, runAsNonRoot } = pod.securityContext ?? {};
  return present({
    nonRoot: runAsNonRoot === true,
    readOnlyRoot: false,
    escalation: true,
    apiAccess: true,
    user: runAsUser,
    group: runAsGroup,
    fsGroup,
    serviceAccount: account === undefined ? (pod.serviceAccountName ?? "default") : undefined,
  });
}
