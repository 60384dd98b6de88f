/** Labels that say who keeps an object, or which version it had: they become ours, or go. */
const keeping = /^(app\.kubernetes\.io\/(managed-by|version)|helm\.sh\/chart)$/;

/** Annotations that the tools of before, and Kubernetes itself, write for themselves. */
const bookkeeping =
  /^(meta\.helm\.sh\/|helm\.sh\/resource-policy$|deployment\.kubernetes\.io\/|kubectl\.kubernetes\.io\/last-applied|releases\/|pulumi\.com\/|autoscaling\.alpha\.kubernetes\.io\/)/;

/** Whether a label or annotation of an object is not for parameters to keep. */
export function isOurs(key: string): boolean {
  return keeping.test(key) || bookkeeping.test(key);
}
