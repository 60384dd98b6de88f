import type { Service } from "../../components/config/stackConfig.ts";
import type { CanaryFigure, CanaryStand } from "../../records/canary.ts";
import { operatorText, type ReleaseRecord } from "../../records/record.ts";
import { orByDefault, standOf } from "./steps.ts";

/** A canary that stands, with who began it and when. */
export interface StandingCanary extends CanaryStand {
  paused: boolean;
  /** ISO 8601; absent where no release of ours began it. */
  since?: string;
  operator?: string;
  /** The newest release of the service. */
  release?: string;
  /** What was seen before the step that stands. */
  figures?: CanaryFigure[];
}

/** Where a service's canary stands, and since when, by the records (newest first); undefined where it has none. Pure. */
export function standingCanary(service: Service, records: readonly ReleaseRecord[]): StandingCanary | undefined {
  const stand = standIn(service);
  if (stand === undefined) return undefined;
  const own = records.filter(({ changes }) => changes.some((change) => change.service === service.name));
  const began = own.find(({ canary, result }) => {
    if (canary?.action !== "start" || result !== "succeeded") return false;
    return canary.at.some((at) => at.service === service.name && at.version === stand.version);
  });
  const [last] = own;
  return {
    ...stand,
    paused: service.release.canary?.paused === true,
    ...(began === undefined ? {} : { since: began.startedAt, operator: operatorText(began) }),
    ...(last === undefined ? {} : { release: last.id }),
    ...(last?.canary?.figures === undefined ? {} : { figures: last.canary.figures }),
  };
}

/** Those of the services named, or where none is, of all. Pure. */
export function standingOf(
  services: readonly Service[],
  names: readonly string[],
  records: readonly ReleaseRecord[],
): { service: Service; canary: StandingCanary }[] {
  return services
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .flatMap((service) => {
      const canary = standingCanary(service, records);
      return canary === undefined ? [] : [{ service, canary }];
    });
}

/** Where a service's canary stands, at no step of none where it declares none; undefined where it has none. Pure. */
export function standIn(service: Service): CanaryStand | undefined {
  const stand = standOf(orByDefault(service));
  if (stand === undefined || service.canary !== undefined) return stand;
  return { ...stand, step: 0, steps: 0, weight: service.release.canary?.weight ?? stand.reached };
}
