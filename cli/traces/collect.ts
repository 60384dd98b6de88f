import type { ReleaseEvent } from "../../release/events.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { Cause } from "../../rollout/verdict.ts";
import { causeEvent, errorAttributes, planAttributes, recordAttributes, workloadAttributes } from "./attributes.ts";
import { openSpan, type Attributes, type Span } from "./span.ts";

/** Watches a release go by, and makes spans of it. */
export interface SpanCollector {
  event: (event: ReleaseEvent) => void;
  ended: (record: ReleaseRecord, restore?: ReleaseRecord) => void;
  /** All of it as one span; undefined where no release began. @param error what it was cut off by */
  root: (at: number, error?: unknown) => Span | undefined;
}

/** The phases are spans below the release's, the rollouts of services and their jobs below the phase that they are in. */
export function spanCollector(): SpanCollector {
  let root: Span | undefined;
  let phase: Span | undefined;
  let record: ReleaseRecord | undefined;
  let versions = new Map<string, string>();

  function onPhase(event: Extract<ReleaseEvent, { type: "phase" }>): void {
    root ??= openSpan("release", event.at);
    if (event.state === "started") {
      phase = openSpan(event.phase, event.at, {
        "cicd.pipeline.task.name": event.phase,
        "cicd.pipeline.task.type": "deploy",
      });
      root.children.push(phase);
    } else if (phase !== undefined) {
      phase.to = event.at;
      phase.attributes["cicd.pipeline.task.run.result"] = event.state === "done" ? "success" : "failure";
      if (event.state === "failed") phase.failure = event.message ?? "failed";
      phase = undefined;
    }
  }

  /** The span of a workload in the phase that runs: one, however many moments are told of it. */
  function onWorkload(
    event: Extract<ReleaseEvent, { type: "rollout" | "job" }>,
    service: string,
    seconds: number,
  ): void {
    if (phase === undefined) return;
    const name = `${event.type} ${event.workload.name}`;
    let span = phase.children.find((child) => child.name === name);
    if (span === undefined) {
      const from = Math.max(phase.from, event.at - seconds * 1000);
      span = openSpan(name, from, { "service.name": service, ...workloadAttributes(event.workload) });
      const version = versions.get(service);
      if (version !== undefined) span.attributes["service.version"] = version;
      phase.children.push(span);
    }
    span.to = event.at;
    const { phase: state, message, cause } = event.status;
    if ((state === "failed" || state === "timedOut") && span.failure === undefined) fail(span, cause, message);
  }

  return {
    event(event) {
      if (event.type === "phase") onPhase(event);
      else if (event.type === "plan") {
        root ??= openSpan("release", event.at);
        root.name = `release ${event.plan.kind}`;
        Object.assign(root.attributes, planAttributes(event.plan));
        versions = new Map(event.plan.services.map(({ service, after }) => [service, after.release.version]));
      } else if (event.type === "rollout") onWorkload(event, event.workload.name, event.elapsedSeconds);
      else if (event.type === "job") onWorkload(event, event.service, event.status.seconds);
    },
    ended(last, restore) {
      // An earlier one that nobody saw the end of is no part of this one.
      if (root === undefined || Date.parse(last.startedAt) < root.from) return;
      record = last;
      if (restore !== undefined) nameRestored(root, restore);
    },
    root(at, error) {
      if (root === undefined) return undefined;
      root.to = at;
      if (phase !== undefined) phase.to = at;
      Object.assign(root.attributes, endOf(record, error));
      if (record !== undefined && record.result !== "succeeded") root.failure = record.reason ?? record.result;
      else if (error !== undefined) root.failure = error instanceof Error ? error.message : "it was cut off";
      const told = root.children.some(({ children }) => children.some(({ events }) => events.length > 0));
      // Where no rollout was to blame: an object that the API server refused.
      if (record?.cause !== undefined && !told) root.events.push({ at, ...causeEvent(record.cause) });
      return root;
    },
  };
}

function endOf(record: ReleaseRecord | undefined, error: unknown): Attributes {
  if (record !== undefined) return recordAttributes(record);
  // Without a record nothing was to change.
  return error === undefined ? { "cicd.pipeline.result": "success" } : errorAttributes(error);
}

function fail(span: Span, cause: Cause | undefined, message: string): void {
  span.failure = cause?.message ?? message;
  if (cause === undefined) return;
  span.attributes["error.type"] = cause.code;
  span.events.push({ at: span.to, ...causeEvent(cause) });
}

/** What is put back is known once it is there. */
function nameRestored(root: Span | undefined, { changes }: ReleaseRecord): void {
  const back = new Map(changes.map(({ service, after }) => [service, after.release.version]));
  for (const { attributes } of root?.children.find(({ name }) => name === "restore")?.children ?? []) {
    const version = back.get(String(attributes["service.name"]));
    if (version !== undefined) attributes["service.version"] = version;
  }
}
