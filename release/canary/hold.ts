import { setTimeout as sleep } from "node:timers/promises";
import { startAnalysis, type Analysis } from "../../canary/analysis.ts";
import type { CanaryFigure, CanaryPoint } from "../../records/canary.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { quietTimeOf } from "../../components/config/quietTime.ts";
import { quietNow } from "../quietNow.ts";
import type { ReleaseContext } from "../context.ts";
import { decide, type Decision } from "./decide.ts";
import { pointOf } from "./series.ts";
import { pauseAt, standOf, weightAt, type CanaryService } from "./steps.ts";

/** How a step ended. */
export interface Held {
  decision: Decision;
  figures: CanaryFigure[];
  points: CanaryPoint[];
}

export interface HoldOptions {
  services: readonly CanaryService[];
  step: number;
  /** The release that took the step: as long as it is the newest of the services, the walk is ours. */
  record: ReleaseRecord | undefined;
  /** Whom the checks ask: `releases:prometheus`. */
  prometheus: string | undefined;
  /** When the canary began, in ms since 1970: the beginning of its picture. */
  since: number;
}

/** How often it is asked whether the walk is still ours, in ms. */
const ownMs = 3000;
/** No step is decided on later than this after what decides it, in ms. */
const lookMs = 1000;

/** Watches a step while it stands, until it is decided what becomes of it. */
export async function hold(options: HoldOptions, context: ReleaseContext): Promise<Held> {
  const { services, step, record, since } = options;
  const began = Date.now();
  const points: CanaryPoint[] = [];
  const emit: Parameters<typeof startAnalysis>[0]["emit"] = (event) => {
    const of = services.find(({ service }) => service.name === event.service);
    points.push(pointOf(event, since, of === undefined ? 0 : weightAt(of, step)));
    context.emit(event);
  };
  const analyses = services.map(({ service }) => ({
    service,
    analysis: startAnalysis({ cluster: context.cluster, service, prometheus: options.prometheus, since: began, emit }),
  }));
  const stands = services.flatMap((one) => standOf(one) ?? []);
  const tell = (more: { state: "stands" } | { state: "decided"; decision: string; why: string }): void => {
    context.emit({ type: "canaryStep", at: Date.now(), stands, pause: pauseAt(services, step), ...more });
  };
  const decided = (decision: Decision, figures: CanaryFigure[]): Held => {
    tell({ state: "decided", decision: decision.do, why: decision.why });
    return { decision, figures, points };
  };
  tell({ state: "stands" });
  let asked = began;
  try {
    for (;;) {
      const figures = figuresOf(analyses);
      const decision = decide({ ...termsOf(services, step), stood: (Date.now() - began) / 1000, figures });
      if (decision.do !== "wait") return decided(decision, figures);
      if (context.signal.aborted) return decided(stopped, figures);
      await Promise.race([
        sleep(lookMs, undefined, { ref: true }),
        ...analyses.map(({ analysis }) => analysis.changed()),
      ]);
      if (Date.now() - asked < ownMs) continue;
      asked = Date.now();
      const other = await takenOn(record, services, context);
      if (other !== undefined) return decided({ do: "left", why: other }, figures);
    }
  } finally {
    for (const { analysis } of analyses) analysis.stop();
  }
}

const stopped: Decision = { do: "stand", why: "stopped by Ctrl-C" };

function figuresOf(analyses: readonly { service: { name: string }; analysis: Analysis }[]): CanaryFigure[] {
  return analyses.flatMap(({ service, analysis }) =>
    analysis.verdicts().map((verdict) => ({ ...verdict, service: service.name })),
  );
}

function termsOf(services: readonly CanaryService[], step: number) {
  const now = new Date();
  return {
    pause: pauseAt(services, step),
    patience: Math.max(...services.map(({ canary }) => canary.patience)),
    inconclusive: services.some(({ canary }) => canary.inconclusive === "abort")
      ? ("abort" as const)
      : ("hold" as const),
    inHours: services.every(({ canary: { hours } }) => isIn(hours, now)),
  };
}

/** Whether a step may be taken now; at any time where nothing is said. */
function isIn(hours: readonly string[] | undefined, now: Date): boolean {
  if (hours === undefined) return true;
  return (
    quietNow(
      hours.flatMap((text) => quietTimeOf(text) ?? []),
      now,
    ) !== undefined
  );
}

/** Who has taken a step of these services since; undefined where nobody has, or nobody can say. */
async function takenOn(
  record: ReleaseRecord | undefined,
  services: readonly CanaryService[],
  { records }: ReleaseContext,
): Promise<string | undefined> {
  const names = services.map(({ service }) => service.name);
  try {
    const newest = (await records.list()).find(({ changes }) => changes.some(({ service }) => names.includes(service)));
    if (newest === undefined || record === undefined || newest.id === record.id) return undefined;
    return `${newest.operator} has taken it on (release ${newest.id})`;
  } catch {
    // The API server is away: asked again.
    return undefined;
  }
}
