import type { V1PodTemplateSpec } from "@kubernetes/client-node";

const hashLabel = "pod-template-hash";

/**
 * Whether two pod templates are the same but for `pod-template-hash`, which only ReplicaSets carry. This is how the
 * Deployment controller finds its new ReplicaSet (`EqualIgnoreHash`).
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/deployment/util/deployment_util.go
 */
export function sameTemplate(a: V1PodTemplateSpec | undefined, b: V1PodTemplateSpec | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return same(withoutHash(a), withoutHash(b));
}

function withoutHash(template: V1PodTemplateSpec): unknown {
  const labels = Object.entries(template.metadata?.labels ?? {}).filter(([key]) => key !== hashLabel);
  return { labels: Object.fromEntries(labels), annotations: template.metadata?.annotations, spec: template.spec };
}

/** Deep equality where absent, null, empty list and empty map are one: typed lists and raw watches differ in these. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isAbsent(a) || isAbsent(b)) return isEmpty(a) && isEmpty(b);
  if (typeof a !== "object" || typeof b !== "object") return false;
  if (a instanceof Date || b instanceof Date) return new Date(a as Date).getTime() === new Date(b as Date).getTime();
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => same(item, b[at]));
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return (
    Object.keys(left).every((key) => same(left[key], right[key])) &&
    Object.keys(right).every((key) => key in left || isEmpty(right[key]))
  );
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  if (isAbsent(value)) return true;
  if (typeof value !== "object" || value instanceof Date) return false;
  return Object.values(value).every(isEmpty);
}
