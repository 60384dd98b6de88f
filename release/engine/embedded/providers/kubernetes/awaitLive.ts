import type { Cluster } from "../../../../cluster/cluster.ts";
import type { WorkloadRef } from "../../../../rollout/verdict.ts";
import type { Follow } from "../../options.ts";
import { isMap } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import type { InitFailure, OperationContext } from "../provider.ts";
import { annotation, metadataOf, nameOf, namespaceOf, objectId } from "./kubernetesObject.ts";

/** Kubernetes' own default of spec.progressDeadlineSeconds. */
const defaultProgressDeadlineSeconds = 600;
/** Kubernetes reports the end of its deadline a little later; ours comes after it, as the last word. */
const marginSeconds = 30;

/** Seconds an object has to become live: its annotation, Pulumi's customTimeouts, else its own progress deadline. */
export function liveDeadlineSeconds(inputs: PropertyMap, customTimeout: number | undefined): number {
  const annotated = Number(annotation(inputs, "timeoutSeconds"));
  if (Number.isFinite(annotated) && annotated > 0) return annotated;
  if (customTimeout !== undefined && customTimeout > 0) return customTimeout;
  const spec = inputs.spec;
  const progress = isMap(spec) ? spec.progressDeadlineSeconds : undefined;
  return typeof progress === "number" ? progress + marginSeconds : defaultProgressDeadlineSeconds;
}

export interface LiveAwait {
  cluster: Cluster;
  follow: Follow;
}

/** Waits until an object is live, where that takes time: Deployments. Undefined when it is. */
export async function awaitLive(
  { cluster, follow }: LiveAwait,
  inputs: PropertyMap,
  live: PropertyMap,
  context: OperationContext,
): Promise<InitFailure | undefined> {
  if (live.kind !== "Deployment" || annotation(inputs, "skipAwait") === "true") return undefined;
  const workload: WorkloadRef = { kind: "Deployment", namespace: namespaceOf(live), name: nameOf(live) };
  const generation = metadataOf(live).generation;
  try {
    const status = await follow(cluster, workload, {
      emit: context.emit,
      signal: context.patience,
      deadlineSeconds: liveDeadlineSeconds(inputs, context.timeoutSeconds),
      ...(typeof generation === "number" ? { minGeneration: generation } : {}),
    });
    if (status.phase === "complete") return undefined;
    const message = status.cause?.message ?? status.message;
    return {
      message,
      reasons: [
        `"${objectId(live)}" was applied and did not become live: ${status.message}`,
        ...(status.cause === undefined ? [] : [`[${status.cause.code}] ${status.cause.message}`]),
      ],
      workload,
      timedOut: status.phase === "timedOut",
      ...(status.cause === undefined ? {} : { cause: status.cause }),
    };
  } catch (error) {
    if (!context.patience.aborted) throw error;
    const why = context.signal.aborted ? "the run was cancelled" : "something else failed";
    const message = `Deployment ${workload.name} was applied and is not waited for any longer: ${why}`;
    return { unfinished: true, message, reasons: [`"${objectId(live)}" was applied; ${why} while it was followed`] };
  }
}
