import { podsForWeight } from "../../components/objects/canaryPods.ts";
import { omit } from "../../components/config/omit.ts";
import type { CanaryStanding } from "../../components/config/release.ts";
import { canaryIn } from "../../parameters/canary.ts";
import type { ReleaseParameters } from "../../parameters/serviceParameters.ts";
import { inVersion } from "../../parameters/jobs.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import type { Expected } from "./expected.ts";
import { standingStep, weightAt, type CanaryService } from "./steps.ts";

/** A service with what its canary is to be. */
export interface NextCanary extends CanaryService {
  version: string;
  /** Stable pods that there are now; undefined where the service's own parameters say it. */
  stablePods: number | undefined;
}

/** Another version beside the present one, at a step of its own: of those that are behind it; the others stay. */
export function stepEdits(services: readonly NextCanary[], step: number, present: Expected): StackFileEdit[] {
  return services.flatMap((one) => {
    const { service, canary, version, stablePods } = one;
    const at = Math.min(step, canary.steps.length);
    if (standingStep(one) >= at && service.release.canary?.version === version) return [];
    const weight = weightAt({ canary }, at);
    // What an autoscaler has made of the stable pods the stack's file does not know.
    const replicas = stablePods === undefined ? {} : { replicas: podsForWeight(stablePods, weight) };
    return withCanary(present, service.name, { version, weight, ...replicas, step: at });
  });
}

/** The canary's version for everybody, and no canary. */
export function promotionEdits(names: readonly string[], present: Expected): StackFileEdit[] {
  return names.map((name) => {
    const release = releaseOf(present, name);
    const version = canaryIn(release)?.version ?? release.version;
    return { service: name, release: inVersion(omit(release, "canary") as ReleaseParameters, version) };
  });
}

/** The canary's pods stand, and nobody is sent to them. */
export function awayEdits(names: readonly string[], present: Expected): StackFileEdit[] {
  return names.map((name) => {
    const canary = canaryIn(releaseOf(present, name));
    if (canary === undefined) return { service: name };
    // With a step it is one that is left: without, those that `first` names would still be led to it.
    return withCanary(present, name, { ...omit(canary, "paused"), weight: 0, step: canary.step ?? 1 });
  });
}

/** No canary. */
export function clearEdits(names: readonly string[], present: Expected): StackFileEdit[] {
  return names.map((name) => ({
    service: name,
    release: omit(releaseOf(present, name), "canary") as ReleaseParameters,
  }));
}

/** A person's word that the walk is to wait, or that it may go on. */
export function pauseEdits(names: readonly string[], paused: boolean, present: Expected): StackFileEdit[] {
  return names.map((name) => {
    const canary = canaryIn(releaseOf(present, name));
    if (canary === undefined) return { service: name };
    return withCanary(present, name, { ...omit(canary, "paused"), ...(paused ? { paused: true } : {}) });
  });
}

function withCanary(present: Expected, name: string, canary: CanaryStanding): StackFileEdit {
  return { service: name, release: { ...releaseOf(present, name), canary } };
}

function releaseOf(present: Expected, name: string): ReleaseParameters {
  const release = present.get(name);
  if (release === undefined) throw new Error(`nothing is known of ${name}`);
  return release;
}
