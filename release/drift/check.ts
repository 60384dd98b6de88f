import type { Json } from "../../cluster/request.ts";
import { lostNamespaces, type FoundDrift } from "../../drift/drift.ts";
import { namespaceExists, namespaceMissing } from "../check/homeNamespace.ts";
import type { ReleaseContext, ReleaseRequest } from "../context.ts";
import type { PlannedDrift } from "../plan.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { Stack } from "../../parameters/stack.ts";
import { detectDrift, lookEarly, type EarlyLook } from "./detect.ts";
import { lostForGood } from "./lostForGood.ts";
import { refuseLostVolumes } from "./lostVolumes.ts";
import { isReleased, planDrift, withoutLeaving, recordedDrift, type DriftPlan } from "./plan.ts";

export interface CheckedDrift extends DriftPlan {
  /** What was applied, by URN. */
  manifests: ReadonlyMap<string, Json>;
}

/**
 * What is not as it was last applied, and what this release does about it. Changes nothing.
 * @throws UsageProblem VOLUME_LOST, NAMESPACE_MISSING, KEEP_DRIFT_UNKNOWN
 */
export async function checkDrift(
  { stack, after, leaving = [] }: { stack: Stack; after: string; leaving?: readonly string[] },
  only: readonly string[] | undefined,
  records: readonly ReleaseRecord[],
  request: ReleaseRequest,
  context: ReleaseContext,
  early: EarlyLook = lookEarly(context.cluster, stack),
): Promise<CheckedDrift> {
  const { cluster, location, emit } = context;
  const engine = () => Promise.resolve(context.engine);
  const look = await detectDrift({ cluster, location, engine, stack, text: after, records, early });
  const { manifests } = look;
  const drift = withoutLeaving(look.drift, leaving);
  const mine = drift.filter((object) => isReleased(object, only));
  await refuseLostVolumes(mine, manifests, request.emptyVolumes ?? [], cluster);
  await refuseMissingNamespaces(mine, stack, context);
  const gone = lostNamespaces(drift);
  if (gone.length > 0) {
    const forGood = lostForGood(stack.config, gone, stack.namespace);
    const message = `gone with namespace ${gone.join(", ")}, and not brought back: ${forGood.join("; ")}`;
    emit({ type: "note", at: Date.now(), level: "warning", message });
  }
  return { ...planDrift(drift, only, request.keepDrift ?? []), manifests };
}

/** One that the stack does not make, nobody but its owner can bring back. */
async function refuseMissingNamespaces(
  drift: readonly FoundDrift[],
  stack: Stack,
  { cluster }: ReleaseContext,
): Promise<void> {
  const lost = drift.flatMap(({ state, namespace }) => (state === "lost" ? (namespace ?? []) : []));
  for (const namespace of new Set(lost)) {
    if (stack.config.namespaces[namespace]?.create === true || namespace === stack.namespace) continue;
    if (!(await namespaceExists(cluster, namespace))) throw namespaceMissing(stack, namespace, cluster);
  }
}

export function plannedDrift({ mended, left }: DriftPlan): PlannedDrift {
  return { mended: recordedDrift(mended), left: recordedDrift(left) };
}
