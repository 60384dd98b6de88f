import { setTimeout as sleep } from "node:timers/promises";
import type { PropertyMap } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import { annotation, describe, metadataOf, text } from "./kubernetesObject.ts";
import type { ObjectClient } from "./objectClient.ts";

const firstDelayMs = 30;
const longestDelayMs = 1_000;
const defaultDeadlineSeconds = 600;

/** Their pods, or what else they own, go with them; only when those are gone is it safe to go on. */
const owners = new Set(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"]);

/**
 * Foreground, as Pulumi, for what owns pods; background for the rest, which owns nothing: waiting for the garbage
 * collector there would only cost time.
 */
export function propagationPolicy(object: PropertyMap): string {
  const asked = annotation(object, "deletionPropagationPolicy")?.toLowerCase();
  if (asked === "orphan") return "Orphan";
  if (asked === "background") return "Background";
  return asked === "foreground" || owners.has(text(object.kind)) ? "Foreground" : "Background";
}

/** Waits until this very object is gone. @throws OperationError naming what holds it, after its deadline (default 600 s). */
export async function awaitDeletion(
  client: ObjectClient,
  object: PropertyMap,
  timeoutSeconds: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const annotated = Number(annotation(object, "timeoutSeconds"));
  const seconds = timeoutSeconds ?? (Number.isFinite(annotated) && annotated > 0 ? annotated : defaultDeadlineSeconds);
  const uid = metadataOf(object).uid;
  const end = Date.now() + seconds * 1000;
  for (let delay = firstDelayMs; ; delay = Math.min(delay * 2, longestDelayMs)) {
    const live = await client.read(object);
    if (live === undefined || (uid !== undefined && metadataOf(live).uid !== uid)) return;
    if (Date.now() > end || signal.aborted) {
      const { finalizers } = metadataOf(live);
      const names = (Array.isArray(finalizers) ? finalizers : []).map(text);
      const held = names.length > 0 ? `; held by its finalizers ${names.join(", ")}` : "";
      const why = signal.aborted ? "when the run was cancelled" : `after ${seconds} s`;
      throw new OperationError(`${describe(object)} is still being deleted ${why}${held}`);
    }
    await sleep(delay);
  }
}
