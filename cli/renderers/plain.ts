import type { ReleaseEvent } from "../../release/events.ts";
import { lookLine, stepLines } from "./canary.ts";
import { jobLine } from "./jobs.ts";
import { planLines } from "./plan.ts";
import type { Renderer } from "./renderer.ts";
import type { Style } from "./style.ts";
import { clusterEventLine, countsText, logLine, noteLine, phaseLine, resourceLine, rolloutLine } from "./words.ts";

/** A rollout that changes nothing says so at most this often. Milliseconds. */
const heartbeatMs = 10_000;

/** One line after another, for logs and pipes: no cursor movement, a sign of life at least every 10 s. */
export function plainRenderer(write: (text: string) => void, style: Style): Renderer {
  const shown = new Map<string, { state: string; at: number }>();

  /** A rollout's line, unless it says nothing new. */
  function rollout(event: Extract<ReleaseEvent, { type: "rollout" }>): string | undefined {
    const key = `${event.workload.namespace}/${event.workload.name}`;
    const state = JSON.stringify([event.status.phase, countsText(event.status), event.status.cause?.code]);
    const last = shown.get(key);
    if (last?.state === state && (event.status.phase !== "progressing" || event.at - last.at < heartbeatMs)) {
      return undefined;
    }
    shown.set(key, { state, at: event.at });
    return `    ${rolloutLine(event, style)}`;
  }

  /** A job's line, unless it says nothing new. */
  function job(event: Extract<ReleaseEvent, { type: "job" }>): string | undefined {
    const key = `${event.workload.namespace}/${event.workload.name}`;
    const state = JSON.stringify([event.status.phase, event.status.attempt]);
    const last = shown.get(key);
    if (last?.state === state && event.at - last.at < heartbeatMs) return undefined;
    shown.set(key, { state, at: event.at });
    return `    ${jobLine(event, style)}`;
  }

  /** A check's line, unless its verdict is the same and it has just been told. */
  function look(event: Extract<ReleaseEvent, { type: "canaryLook" }>): string | undefined {
    const key = `canary ${event.namespace}/${event.service}/${event.check}`;
    const last = shown.get(key);
    if (last?.state === event.verdict.verdict && event.at - last.at < heartbeatMs) return undefined;
    shown.set(key, { state: event.verdict.verdict, at: event.at });
    return indent(lookLine(event, style));
  }

  function line(event: ReleaseEvent): string | undefined {
    switch (event.type) {
      case "phase":
        return phaseLine(event, style);
      case "plan":
        return indent(planLines(event.plan, style).join("\n"));
      case "resource":
        return indent(resourceLine(event, style));
      case "rollout":
        return rollout(event);
      case "job":
        return job(event);
      case "podLog":
        return indent(logLine(event, style));
      case "clusterEvent":
        return indent(clusterEventLine(event, style));
      case "note":
        return indent(noteLine(event, style));
      case "canaryStep":
        return indent(stepLines(event, style).join("\n"));
      case "canaryLook":
        return look(event);
    }
  }

  return {
    event(event) {
      const text = line(event);
      if (text !== undefined) write(`${text.trimEnd()}\n`);
    },
    pause: () => undefined,
    end: () => undefined,
  };
}

function indent(text: string | undefined): string | undefined {
  return text?.replaceAll(/^/gm, "    ");
}
