import type { WorkloadRef } from "./verdict.ts";

/** A Deployment as Pulumi is about to apply it; plain JSON. */
export type Manifest = Record<string, unknown>;

/** Kubernetes' own default of spec.progressDeadlineSeconds. */
const defaultProgressDeadlineSeconds = 600;
/** Kubernetes reports the end of its deadline a little later; ours comes after it, as the last word. */
const marginSeconds = 30;

/** Which workload it is; undefined where it names none. */
export function workloadOf(manifest: Manifest, kind: WorkloadRef["kind"] = "Deployment"): WorkloadRef | undefined {
  const { name, namespace = "default" } = mapOf(manifest.metadata);
  if (typeof name !== "string" || typeof namespace !== "string") return undefined;
  return { kind, namespace, name };
}

/** Time it has to become live, in s: Pulumi's annotation, else its own progress deadline and a little more. */
export function deadlineSeconds(manifest: Manifest): number {
  const annotated = Number(annotation(manifest, "timeoutSeconds"));
  if (Number.isFinite(annotated) && annotated > 0) return annotated;
  const progress = mapOf(manifest.spec).progressDeadlineSeconds;
  return typeof progress === "number" ? progress + marginSeconds : defaultProgressDeadlineSeconds;
}

/** Whether it says that nobody is to wait for it. */
export function skipsAwait(manifest: Manifest): boolean {
  return annotation(manifest, "skipAwait") === "true";
}

/** Of those with Pulumi's prefix: https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ */
function annotation(manifest: Manifest, name: string): unknown {
  return mapOf(mapOf(manifest.metadata).annotations)[`pulumi.com/${name}`];
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
