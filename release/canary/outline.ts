import { formatDuration } from "../../components/config/duration.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import { canaryReplicas, reachedWeight } from "../../components/objects/canaryPods.ts";
import { splitOf } from "../../components/objects/canarySplit.ts";
import { weightAt, type CanaryService } from "./steps.ts";

/**
 * What a walk is going to do, a line a service: what splits the requests, each step's share as asked for and as it can be
 * reached, the pods that come on top. Pure.
 */
export function outline(services: readonly (CanaryService & { version: string })[]): string[] {
  return services.map((one) => {
    const { service, canary, version } = one;
    const steps = canary.steps.map(({ pause }, index) => stepText(atStep(one, index + 1), pause));
    return `${service.name} ${version} by ${splitOf(service)}: ${[...steps, "everybody"].join(", then ")}`;
  });
}

/** `25 % (1 pod more) for 5m` */
function stepText(service: Service, pause: number | "manual"): string {
  const asked = service.release.canary?.weight ?? 0;
  const reached = reachedWeight(service);
  const more = canaryReplicas(service);
  const share = reached === asked ? `${asked} %` : `${asked} % asked, ${reached} % reached`;
  const time = pause === "manual" ? "until release canary next" : `for ${formatDuration(pause)}`;
  return `${share} (${more} ${more === 1 ? "pod" : "pods"} more) ${time}`;
}

/** The service as it stands at one of its steps. Pure. */
function atStep({ service, canary, version }: CanaryService & { version: string }, step: number): Service {
  return { ...service, release: { ...service.release, canary: { version, weight: weightAt({ canary }, step), step } } };
}
