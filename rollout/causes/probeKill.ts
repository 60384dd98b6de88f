import type { V1ContainerStateTerminated, V1Probe } from "@kubernetes/client-node";
import { lastSeen } from "../eventTime.ts";
import { endKey, eventsOf } from "../snapshot.ts";
import { duration, milliseconds } from "../time.ts";
import type { Cause } from "../verdict.ts";
import { containerTitle, type NewContainer } from "./containers.ts";
import { podCause, quoted, type RolloutContext } from "./context.ts";

/** Event times and end times are whole seconds. */
const slackMs = 2000;

/** The container ended because the kubelet killed it for a failed liveness or startup probe. */
export function probeKill(
  context: RolloutContext,
  container: NewContainer,
  end: V1ContainerStateTerminated,
): Cause | undefined {
  const killed = eventsOf(context.snapshot, container.pod).findLast(
    (event) =>
      event.reason === "Killing" &&
      killPattern(container.name).test(event.message ?? "") &&
      within(lastSeen(event), end),
  );
  const kind = killPattern(container.name).exec(killed?.message ?? "")?.[1];
  if (kind === undefined) return undefined;
  const probe = kind === "startup" ? container.spec?.startupProbe : container.spec?.livenessProbe;
  const times = container.crashes === 1 ? "once" : `${container.crashes} times`;
  return podCause(container.pod, {
    code: kind === "startup" ? "StartupProbeFailed" : "LivenessKilled",
    message: `${containerTitle(container)} was killed ${times} by its ${kind} probe, which ${allowance(probe)}${lastFailure(context, container, kind)}`,
    container: container.name,
  });
}

/** The kubelet's event may come that much later than the end of the container, which stands in the pod's status. */
const lateSeconds = 5;

/**
 * Whether a probe may have killed a container of which no event says so yet: it has one, and ran as long as that allows.
 * Then its end is no verdict before the event had time to come; how long is known only where somebody follows.
 */
export function awaitsProbeKill(
  { start, now, timeOver }: RolloutContext,
  { pod, name, spec }: NewContainer,
  end: V1ContainerStateTerminated,
): boolean {
  const seenAt = start.seen?.ends.get(endKey(pod, name, end));
  if (timeOver || seenAt === undefined || now - seenAt >= lateSeconds * 1000) return false;
  if (end.reason === "OOMKilled" || end.reason === "StartError" || end.reason === "ContainerCannotRun") return false;
  return [spec?.startupProbe, spec?.livenessProbe].some(
    (probe) => probe !== undefined && ranSeconds(end) >= allowedSeconds(probe),
  );
}

/** How long a container runs at least before a probe kills it; the kubelet's times are whole seconds. */
function allowedSeconds({ initialDelaySeconds = 0, failureThreshold = 3, periodSeconds = 10 }: V1Probe): number {
  return Math.max(1, initialDelaySeconds + (failureThreshold - 1) * periodSeconds);
}

/** How long a container ran, in seconds. */
export function ranSeconds(end: V1ContainerStateTerminated): number {
  const [started, finished] = [milliseconds(end.startedAt), milliseconds(end.finishedAt)];
  return started === undefined || finished === undefined ? 0 : Math.max(0, (finished - started) / 1000);
}

/** `allows 3 failures 10 s apart, 0 s after the start`, with the API server's defaults. */
export function allowance(probe: V1Probe | undefined): string {
  const failures = probe?.failureThreshold ?? 3;
  const period = duration(probe?.periodSeconds ?? 10);
  const delay = duration(probe?.initialDelaySeconds ?? 0);
  return `allows ${failures} ${failures === 1 ? "failure" : "failures"} ${period} apart from ${delay} after the start`;
}

/** `: HTTP probe failed with statuscode: 503`, from the newest `Unhealthy` event; nothing when there is none. */
export function lastFailure(context: RolloutContext, { pod, name, spec }: NewContainer, kind: string): string {
  const prefix = new RegExp(`^${kind} probe (?:failed|errored)[^:]*: *`, "i");
  // An Unhealthy event names its container by fieldPath only: spec.containers{web}.
  const event = eventsOf(context.snapshot, pod).findLast(
    ({ reason, message, involvedObject }) =>
      reason === "Unhealthy" &&
      prefix.test(message ?? "") &&
      (involvedObject.fieldPath ?? `{${spec?.name ?? name}}`).includes(`{${name}}`),
  );
  return event === undefined ? "" : `: ${quoted((event.message ?? "").replace(prefix, ""), 200)}`;
}

function killPattern(container: string): RegExp {
  return new RegExp(`Container ${container.replace(/[^\w-]/g, "")} failed (liveness|startup) probe`);
}

/** Whether something happened while the container ran, or as it ended. */
export function within(time: number | undefined, end: V1ContainerStateTerminated): boolean {
  if (time === undefined) return true;
  const [started, finished] = [milliseconds(end.startedAt), milliseconds(end.finishedAt)];
  return time >= (started ?? 0) - slackMs && time <= (finished ?? Infinity) + slackMs;
}
