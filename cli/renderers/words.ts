import type { ReleaseEvent } from "../../release/events.ts";
import type { PodView, RolloutStatus } from "../../rollout/verdict.ts";
import type { Style } from "./style.ts";
import { formatSeconds } from "./units.ts";

/** The sentences that the live and the plain renderer share: one wording for each event. */

/** `kubernetes:apps/v1:Deployment` → `Deployment` */
export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}

export function resourceLine(event: Extract<ReleaseEvent, { type: "resource" }>, style: Style): string | undefined {
  const { operation, type, name } = event.step;
  if (operation === "same" || operation === "read") return undefined;
  const what = `${operation} ${kindOf(type)} ${name}`;
  if (event.state === "failed") return style.bad(`${what} failed: ${event.message ?? "unknown"}`);
  return event.state === "done" ? style.dim(what) : undefined;
}

/** `2/3 new available, 1 old`; while there is nothing to count, why. */
export function countsText({ counts, message }: RolloutStatus): string {
  if (counts.desired === 0 && counts.old === 0) return message;
  const old = counts.old > 0 ? `, ${counts.old} old` : "";
  return `${counts.available}/${counts.desired} new available${old}`;
}

export function rolloutLine(event: Extract<ReleaseEvent, { type: "rollout" }>, style: Style): string {
  const { status, workload, elapsedSeconds, deadlineSeconds } = event;
  const time = style.dim(`${formatSeconds(elapsedSeconds)} of ${formatSeconds(deadlineSeconds)}`);
  const name = style.bold(workload.name);
  if (status.phase === "complete") return `${name}  ${style.good("rolled out")}: ${countsText(status)}  ${time}`;
  if (status.phase === "progressing") return `${name}  ${countsText(status)}  ${time}`;
  const verdict = style.bad(status.phase === "timedOut" ? "timed out" : "doomed");
  return `${name}  ${verdict}: ${status.cause?.message ?? status.message}  ${time}`;
}

const podSigns: Record<PodView["state"], string> = {
  pending: "·",
  starting: "◔",
  ready: "◑",
  available: "●",
  failing: "✖",
  terminating: "◌",
  gone: " ",
};

/** `new ●x2x7f available  ◔9k2lm starting` */
export function podsText(pods: readonly PodView[], generation: PodView["generation"], style: Style): string {
  return pods
    .filter((pod) => pod.generation === generation && pod.state !== "gone")
    .map((pod) => {
      const text = `${podSigns[pod.state]} ${pod.name.split("-").at(-1) ?? pod.name} ${pod.reason ?? pod.state}`;
      if (pod.state === "failing") return style.bad(text);
      if (pod.state === "terminating") return style.dim(text);
      return pod.state === "available" ? style.good(text) : style.warn(text);
    })
    .join("  ");
}

export function noteLine(event: Extract<ReleaseEvent, { type: "note" }>, style: Style): string {
  if (event.level === "error") return style.bad(event.message);
  return event.level === "warning" ? style.warn(event.message) : style.dim(event.message);
}

export function logLine(event: Extract<ReleaseEvent, { type: "podLog" }>, style: Style): string {
  return `${style.dim(`${event.pod.split("-").at(-1) ?? event.pod} │`)} ${event.line}`;
}

export function clusterEventLine(event: Extract<ReleaseEvent, { type: "clusterEvent" }>, style: Style): string {
  return `${style.warn(event.reason)} ${event.object}: ${event.message}`;
}

export function phaseLine(event: Extract<ReleaseEvent, { type: "phase" }>, style: Style): string {
  const name = event.phase.padEnd(9);
  const time = event.seconds === undefined ? "" : style.dim(formatSeconds(event.seconds));
  if (event.state === "failed") return `${style.bad("✖")} ${name} ${time}`;
  return event.state === "done" ? `${style.good("✔")} ${name} ${time}` : `  ${name}`;
}
