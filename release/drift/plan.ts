import type { DriftedObject, FoundDrift } from "../../drift/drift.ts";
import { keptPath } from "./keep.ts";

/** What a release does about drift. */
export interface DriftPlan {
  /** Mended with it, but for the fields that are kept. */
  mended: FoundDrift[];
  /** Of services that the release does not name, and what none can mend: shown, and left. */
  left: FoundDrift[];
}

/**
 * A release of some services mends theirs; one of all mends what is the stack's own too. Pure.
 * @param only the services that are released; undefined: all
 * @throws UsageProblem KEEP_DRIFT_UNKNOWN
 */
export function planDrift(
  drift: readonly FoundDrift[],
  only: readonly string[] | undefined,
  keep: readonly string[],
): DriftPlan {
  const mine = (object: FoundDrift): boolean => object.unmendable === undefined && isReleased(object, only);
  const mended = keptPath(drift.filter(mine), keep);
  return { mended, left: drift.filter((object) => !mine(object)) };
}

/** What leaves with the release need not be mended for it, nor is what it has lost in its way. */
export function withoutLeaving(drift: readonly FoundDrift[], leaving: readonly string[]): FoundDrift[] {
  return drift.filter(({ service }) => service === undefined || !leaving.includes(service));
}

export function isReleased({ service }: DriftedObject, only: readonly string[] | undefined): boolean {
  return only === undefined || (service !== undefined && only.includes(service));
}

/** The namespace, where it is what was lost. */
export function lostNamespace({ mended, left }: DriftPlan, namespace: string): FoundDrift | undefined {
  return [...mended, ...left].find(
    ({ kind, state, name }) => kind === "Namespace" && state === "lost" && name === namespace,
  );
}

/** For whoever looks: what is of these services, and what is the stack's own. */
export function isOf({ service }: Pick<DriftedObject, "service">, named: readonly string[]): boolean {
  return service === undefined || named.length === 0 || named.includes(service);
}

/** As a record keeps it: without what only Pulumi needs. */
export function recordedDrift(drift: readonly FoundDrift[]): DriftedObject[] {
  return drift.map(({ urn: _urn, inputs: _inputs, ...object }) => object);
}
