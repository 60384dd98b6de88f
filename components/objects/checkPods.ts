import { jobPodName } from "./labels.ts";

/** On the Job of a canary's check, and its pods: the check, and whose canary it is for. */
export const canaryCheckLabel = "releases/canary-check";
const checkedServiceLabel = "releases/service";

/** The labels of a check's Job and its pods: by none of them does a Service send them requests. */
export function checkLabels(service: string, check: string): Record<string, string> {
  return {
    // 63 characters are the most that a label holds.
    "app.kubernetes.io/name": jobPodName(service, `canary-${check}`)
      .slice(0, 63)
      .replace(/[^a-z0-9]+$/, ""),
    "app.kubernetes.io/managed-by": "releases",
    [canaryCheckLabel]: check,
    [checkedServiceLabel]: service,
  };
}

/** What finds the Jobs of one check, of former steps too. */
export function checkSelector(service: string, check: string): string {
  return `${canaryCheckLabel}=${check},${checkedServiceLabel}=${service}`;
}

/** Selects the pods of all checks of a service: another check is no other policy. */
export function checkPods(service: string) {
  return {
    matchLabels: { [checkedServiceLabel]: service },
    matchExpressions: [{ key: canaryCheckLabel, operator: "Exists" }],
  };
}
