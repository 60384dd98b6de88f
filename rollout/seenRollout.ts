import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { newContainers, type NewContainer } from "./causes/containers.ts";
import { lastingSeconds, type RolloutContext } from "./causes/context.ts";
import type { SeenContainer, SeenPod, SeenRollout } from "./ownCause.ts";
import { eventsOf, nameOf } from "./snapshot.ts";

/** What the context holds, for somebody who does not know it. Pure and total. */
export function seenRollout(context: RolloutContext): SeenRollout {
  const { namespace, name: service } = context.snapshot.workload;
  const containers = newContainers(context);
  return {
    namespace,
    service,
    seconds: lastingSeconds(context, undefined),
    timeOver: context.timeOver,
    pods: context.pods.map((pod) => seenPod(context, pod, containers)),
  };
}

function seenPod(context: RolloutContext, pod: V1Pod, containers: readonly NewContainer[]): SeenPod {
  const { metadata, spec, status } = pod;
  return {
    name: nameOf(pod),
    node: spec?.nodeName,
    phase: status?.phase,
    labels: { ...metadata?.labels },
    annotations: { ...metadata?.annotations },
    seconds: lastingSeconds(context, metadata?.creationTimestamp),
    conditions: (status?.conditions ?? []).map(({ type, status, reason, message }) => ({
      ...{ type, status, reason, message },
    })),
    containers: containers.filter((container) => container.pod === pod).map(seenContainer),
    events: eventsOf(context.snapshot, pod).map(({ type = "", reason = "", message = "" }) => ({
      ...{ type, reason, message },
    })),
  };
}

function seenContainer({ name, init, status, crashes, lastEnd }: NewContainer): SeenContainer {
  const { waiting } = status.state ?? {};
  return {
    ...{ name, init, crashes },
    ready: (status as Partial<V1ContainerStatus>).ready ?? false,
    waiting: waiting === undefined ? undefined : { reason: waiting.reason ?? "", message: waiting.message ?? "" },
    lastEnd:
      lastEnd === undefined
        ? undefined
        : { exitCode: lastEnd.exitCode, reason: lastEnd.reason ?? "", message: lastEnd.message ?? "" },
  };
}
