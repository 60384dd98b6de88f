import type { Service } from "../../components/config/stackConfig.ts";
import type { CanaryFigure, CanaryStand } from "../../records/canary.ts";
import { operatorText, type ReleaseRecord } from "../../records/record.ts";
import { declaresCanary, standOf } from "./steps.ts";

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
  const declared = declaresCanary(service);
  const stand = declared === undefined ? undefined : standOf(declared);
  if (stand === undefined) return undefined;
  const own = records.filter(({ changes }) => changes.some((change) => change.service === service.name));
  const began = own.find(({ canary, result }) => canary?.action === "start" && result === "succeeded");
  const [last] = own;
  return {
    ...stand,
    paused: service.release.canary?.paused === true,
    ...(began === undefined ? {} : { since: began.startedAt, operator: operatorText(began) }),
    ...(last === undefined ? {} : { release: last.id }),
    ...(last?.canary?.figures === undefined ? {} : { figures: last.canary.figures }),
  };
}
