import type { V1ContainerStateTerminated } from "@kubernetes/client-node";
import { lastSeen } from "../eventTime.ts";
import { eventsOf } from "../snapshot.ts";
import { duration } from "../time.ts";
import type { Cause, CauseCode } from "../verdict.ts";
import { containerTitle, newContainers, previousLogsCommand, type NewContainer } from "./containers.ts";
import { isDefiniteStartError, isStartError, startErrorText } from "./containerStart.ts";
import { podCause, type CauseRule, type RolloutContext } from "./context.ts";
import { awaitsProbeKill, probeKill, ranSeconds, within } from "./probeKill.ts";

/** An end this soon after the start is a crash loop; later, the container ran and then gave up. */
const soonSeconds = 10;

/** A container ended more often than the restart budget forgives: why, by how it ended last. */
export const crash: CauseRule = (context) => {
  for (const container of newContainers(context)) {
    const { lastEnd: end } = container;
    if (end === undefined || isNodesDoing(context, container, end)) continue;
    const budget = isDefiniteStartError(end) || context.timeOver ? 0 : context.limits.crashes;
    if (container.crashes <= budget) continue;
    const killed = probeKill(context, container, end);
    if (killed === undefined && awaitsProbeKill(context, container, end)) continue;
    return killed ?? outOfMemory(context, container, end) ?? byExit(container, end);
  }
  return undefined;
};

/** Whether the container ended with its node or its pod's sandbox: what it would have done by itself nobody knows. */
function isNodesDoing({ snapshot }: RolloutContext, { pod }: NewContainer, end: V1ContainerStateTerminated): boolean {
  if (end.reason === "Unknown" || end.reason === "ContainerStatusUnknown") return true;
  return eventsOf(snapshot, pod).some((event) => event.reason === "SandboxChanged" && within(lastSeen(event), end));
}

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

function ran(end: V1ContainerStateTerminated): string {
  // The kubelet's times are whole seconds.
  return ranSeconds(end) <= 1 ? " right after its start" : `, ${duration(ranSeconds(end))} after its start`;
}

function times(crashes: number): string {
  return crashes === 1 ? "once" : `${crashes} times`;
}
