import type { V1ContainerStateTerminated } from "@kubernetes/client-node";
import { eventsOf } from "../snapshot.ts";
import { duration, milliseconds } from "../time.ts";
import type { Cause, CauseCode } from "../verdict.ts";
import { containerTitle, newContainers, previousLogsCommand, type NewContainer } from "./containers.ts";
import { isDefiniteStartError, isStartError, startErrorText } from "./containerStart.ts";
import { podCause, type CauseRule, type RolloutContext } from "./context.ts";
import { probeKill } from "./probeKill.ts";

/** An end this soon after the start is a crash loop; later, the container ran and then gave up. */
const soonSeconds = 10;

/** A container ended more often than the restart budget forgives: why, by how it ended last. */
export const crash: CauseRule = (context) => {
  for (const container of newContainers(context)) {
    if (container.lastEnd === undefined) continue;
    const budget = isDefiniteStartError(container.lastEnd) ? 0 : context.limits.restartBudget;
    if (container.crashes <= budget) continue;
    return (
      probeKill(context, container, container.lastEnd) ??
      outOfMemory(context, container, container.lastEnd) ??
      byExit(container, container.lastEnd)
    );
  }
  return undefined;
};

function outOfMemory(
  context: RolloutContext,
  container: NewContainer,
  end: V1ContainerStateTerminated,
): Cause | undefined {
  const limit = container.spec?.resources?.limits?.memory;
  const certain = end.reason === "OOMKilled";
  if (!certain && !(limit !== undefined && isUnexplainedKill(context, container, end))) return undefined;
  const needs = limit === undefined ? "more memory than its node has" : `more memory than its limit of ${limit}`;
  const why = `${certain ? "" : "most likely "}because it needs ${needs}${ran(end)} (${times(container.crashes)})`;
  return podCause(container.pod, {
    code: "OutOfMemory",
    message: `${containerTitle(container)} was killed${certain ? "" : " by signal 9,"} ${why}`,
    container: container.name,
  });
}

/** Container runtimes now and then miss that it was memory; who else but the kubelet, which says so, kills like that? */
function isUnexplainedKill(
  { snapshot }: RolloutContext,
  { pod }: NewContainer,
  end: V1ContainerStateTerminated,
): boolean {
  return end.exitCode === 137 && !eventsOf(snapshot, pod).some(({ reason }) => reason === "Killing");
}

function byExit(container: NewContainer, end: V1ContainerStateTerminated): Cause {
  return podCause(container.pod, {
    code: exitCode(container, end),
    message: `${containerTitle(container)} ${exitText(container, end)} (${times(container.crashes)})`,
    container: container.name,
    command: previousLogsCommand(container),
  });
}

function exitCode(container: NewContainer, end: V1ContainerStateTerminated): CauseCode {
  if (isStartError(end)) return "CannotStart";
  if (container.init) return "InitContainerFailed";
  return end.exitCode !== 0 && ranSeconds(end) < soonSeconds ? "CrashLoop" : "ExitCode";
}

function exitText(container: NewContainer, end: V1ContainerStateTerminated): string {
  if (isStartError(end)) return `cannot be started: ${startErrorText(end.message)}`;
  if (end.exitCode === 0) return `ends with code 0${ran(end)}, but a Deployment's container has to keep running`;
  const signal = signalOf(end);
  return `exits with code ${end.exitCode}${signal === undefined ? "" : ` (signal ${signal})`}${ran(end)}`;
}

function signalOf(end: Partial<V1ContainerStateTerminated>): number | undefined {
  if (end.signal !== undefined && end.signal !== 0) return end.signal;
  const code = end.exitCode ?? 0;
  return code > 128 && code <= 128 + 64 ? code - 128 : undefined;
}

function ranSeconds(end: V1ContainerStateTerminated): number {
  const [started, finished] = [milliseconds(end.startedAt), milliseconds(end.finishedAt)];
  return started === undefined || finished === undefined ? 0 : Math.max(0, (finished - started) / 1000);
}

function ran(end: V1ContainerStateTerminated): string {
  // The kubelet's times are whole seconds.
  return ranSeconds(end) <= 1 ? " right after its start" : `, ${duration(ranSeconds(end))} after its start`;
}

function times(crashes: number): string {
  return crashes === 1 ? "once" : `${crashes} times`;
}
