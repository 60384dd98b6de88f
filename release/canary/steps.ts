import { canaryParameters, type CanaryParameters } from "../../components/config/canary.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import { reachedWeight } from "../../components/objects/canaryPods.ts";
import { splitOf } from "../../components/objects/canarySplit.ts";
import type { CanaryStand } from "../../records/canary.ts";

/** A service that says how its canaries go. */
export interface CanaryService {
  service: Service;
  canary: CanaryParameters;
}

/** Whether the service says so. */
export function declaresCanary(service: Service): CanaryService | undefined {
  const { canary } = service;
  return canary === undefined ? undefined : { service, canary };
}

/** As the service says, else as one that says nothing of it. */
export function orByDefault(service: Service): CanaryService {
  return declaresCanary(service) ?? { service, canary: canaryParameters.parse({}) };
}

/** The step that a canary stands at: by its own number, else the last whose weight it has; 0 before the first. Pure. */
export function standingStep({ service, canary }: CanaryService): number {
  const standing = service.release.canary;
  if (standing === undefined) return 0;
  const known = Math.min(standing.step ?? canary.steps.length, canary.steps.length);
  if (standing.step !== undefined) return known;
  return canary.steps.findLastIndex(({ weight }) => weight <= (standing.weight ?? 0)) + 1;
}

/** Where a service's canary stands; undefined where it has none. Pure. */
export function standOf(declared: CanaryService): CanaryStand | undefined {
  const { service, canary } = declared;
  const standing = service.release.canary;
  if (standing === undefined) return undefined;
  return {
    service: service.name,
    version: standing.version,
    step: standingStep(declared),
    steps: canary.steps.length,
    weight: standing.weight ?? 0,
    reached: reachedWeight(service),
    split: splitOf(service),
  };
}

/** The next step of those that are furthest behind, so that none leaves one out; undefined once all are at their last. Pure. */
export function nextStep(services: readonly CanaryService[]): number | undefined {
  const behind = services.filter((one) => standingStep(one) < one.canary.steps.length).map(standingStep);
  return behind.length === 0 ? undefined : Math.min(...behind) + 1;
}

/** The weight of a step, for one with fewer steps that of its last. Pure. */
export function weightAt(of: Pick<CanaryService, "canary">, step: number): number {
  return stepAt(of, step)?.weight ?? 0;
}

/** How long services that step together stand at one: the longest; `manual` where one of them wants a person. Pure. */
export function pauseAt(services: readonly CanaryService[], step: number): number | "manual" {
  const pauses = services.map((one) => stepAt(one, step)?.pause ?? 0);
  return pauses.includes("manual") ? "manual" : Math.max(0, ...pauses.map(Number));
}

function stepAt(
  { canary: { steps } }: Pick<CanaryService, "canary">,
  step: number,
): CanaryParameters["steps"][number] | undefined {
  return steps[Math.min(step, steps.length) - 1];
}
