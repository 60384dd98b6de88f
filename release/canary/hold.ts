import { setTimeout as sleep } from "node:timers/promises";
import { startAnalysis, type Analysis } from "../../canary/analysis.ts";
import type { CanaryFigure, CanaryPoint } from "../../records/canary.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { quietTimeOf } from "../../components/config/quietTime.ts";
import { quietNow } from "../quietNow.ts";
import type { ReleaseContext } from "../context.ts";
import { readStack } from "../../parameters/stack.ts";
import { decide, type Decision } from "./decide.ts";
import { expectedOf, otherwise, sameCanary, type Expected } from "./expected.ts";
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
  /** The newest release of the services. */
  record: ReleaseRecord | undefined;
  /** What they run with: as long as they do, the walk is ours. */
  expected: Expected;
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
  const { services, step, record, since, expected } = options;
  // Of a walk that is taken up again: when the step came to stand.
  const began =
    record === undefined ? Date.now() : Math.min(Date.now(), Date.parse(record.endedAt ?? record.startedAt));
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
  let asked = Date.now();
  try {
    for (;;) {
      const figures = figuresOf(analyses);
      const decision = decide({ ...termsOf(services, step), stood: (Date.now() - began) / 1000, figures });
      if (decision.do !== "wait") return decided(decision, figures);
      if (context.signal.aborted) return decided(stopped, figures);
      if (isNearlyOver(pauseAt(services, step), began)) context.engine.prepare();
      await Promise.race([
        sleep(lookMs, undefined, { ref: true }),
        ...analyses.map(({ analysis }) => analysis.changed()),
      ]);
      if (Date.now() - asked < ownMs) continue;
      asked = Date.now();
      const other = await takenOn(expected, context);
      if (other !== undefined) return decided({ do: "left", why: other }, figures);
    }
  } finally {
    for (const { analysis } of analyses) analysis.stop();
  }
}

/** What the next step asks Pulumi first can then be asked while this one stands. */
function isNearlyOver(pause: number | "manual", began: number): boolean {
  const left = pause === "manual" ? 0 : began + pause * 1000 - Date.now();
  return left > 0 && left <= lookMs;
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
    paused: services.some(({ service }) => service.release.canary?.paused === true),
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

/** What has become of these services, where it is not what this walk has left; undefined where nobody can say. */
async function takenOn(expected: Expected, { records, location }: ReleaseContext): Promise<string | undefined> {
  const written = expectedOf([...expected.keys()], readStack(location));
  const changed = [...expected].filter(([service, wanted]) => {
    const now = written.get(service);
    return now === undefined || !sameCanary(now, wanted);
  });
  if (changed.length > 0)
    return `the stack's file says otherwise of ${changed.map(([name]) => name).join(", ")} by now`;
  try {
    const known = await records.list();
    const differing = otherwise(expected, known);
    return differing.length === 0
      ? undefined
      : `${known[0]?.operator ?? "somebody"} has taken it on: ${differing.join("; ")}`;
  } catch {
    // The API server is away: asked again.
    return undefined;
  }
}
