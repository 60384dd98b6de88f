import type { V1Container, V1ContainerStateTerminated, V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { containerKey } from "../snapshot.ts";
import type { RolloutContext } from "./context.ts";

/** One container of one new pod. */
export interface NewContainer {
  pod: V1Pod;
  name: string;
  /** An init container that has to end; a sidecar (restartPolicy Always) counts as an ordinary container. */
  init: boolean;
  spec: V1Container | undefined;
  status: V1ContainerStatus;
  /** How often it ended since the rollout began. */
  crashes: number;
  /** How it ended last. */
  lastEnd: V1ContainerStateTerminated | undefined;
}

/** The containers of the new pods: init containers first, as the kubelet runs them. */
export function newContainers(context: RolloutContext): NewContainer[] {
  return context.pods.flatMap((pod) => [
    ...(pod.status?.initContainerStatuses ?? []).map((status) =>
      describe(context, pod, status, pod.spec?.initContainers),
    ),
    ...(pod.status?.containerStatuses ?? []).map((status) => describe(context, pod, status, pod.spec?.containers)),
  ]);
}

/** `container web of pod website-7d9f-x2x`, for the start of a sentence. */
export function containerTitle({ init, name, pod }: NewContainer): string {
  return `${init ? "init container" : "container"} ${name} of pod ${pod.metadata?.name ?? ""}`;
}

export function previousLogsCommand({ pod, name, status }: NewContainer): string {
  const previous = status.state?.terminated === undefined ? " --previous" : "";
  return `kubectl logs -n ${pod.metadata?.namespace ?? "default"} ${pod.metadata?.name ?? ""} -c ${name}${previous}`;
}

/** The same of one that is known by its name. */
export function previousLogs(context: RolloutContext, pod: string, container: string): string {
  const found = newContainers(context).find((each) => each.name === container && each.pod.metadata?.name === pod);
  if (found !== undefined) return previousLogsCommand(found);
  return `kubectl logs -n ${context.snapshot.workload.namespace} ${pod} -c ${container}`;
}

function describe(
  context: RolloutContext,
  pod: V1Pod,
  status: V1ContainerStatus,
  specs: V1Container[] | undefined,
): NewContainer {
  const name = (status.name as string | undefined) ?? "";
  const spec = (specs ?? []).find((candidate) => candidate.name === name);
  const init = specs !== undefined && specs === pod.spec?.initContainers && spec?.restartPolicy !== "Always";
  const lastEnd = status.state?.terminated ?? status.lastState?.terminated;
  return { pod, name, init, spec, status, lastEnd, crashes: crashes(context, pod, status, init) };
}

function crashes(context: RolloutContext, pod: V1Pod, status: Partial<V1ContainerStatus>, init: boolean): number {
  const terminated = status.state?.terminated;
  // Init containers are meant to end well, and run again when the pod's sandbox does.
  if (init && (terminated ?? status.lastState?.terminated)?.exitCode === 0) return 0;
  const ended = terminated !== undefined || status.state?.waiting?.reason === "CrashLoopBackOff" ? 1 : 0;
  const before = context.start.restarts.get(containerKey(pod, status.name ?? "")) ?? 0;
  return Math.max(0, (status.restartCount ?? 0) - before) + ended;
}
