import type {
  V1Container,
  V1ContainerState,
  V1ContainerStateTerminated,
  V1ContainerStatus,
  V1Pod,
} from "@kubernetes/client-node";
import { nameOf } from "../snapshot.ts";
import { milliseconds } from "../time.ts";
import { describeProbes } from "./probes.ts";

/** How a container ended. */
export interface ContainerExit {
  code: number;
  signal?: number;
  /** `OOMKilled`, `Error`, `Completed` */
  reason?: string;
  /** ISO 8601 */
  startedAt?: string;
  finishedAt?: string;
}

/** A container that does not run as it should, and what it last said. */
export interface ContainerEvidence {
  pod: string;
  node?: string;
  container: string;
  init: boolean;
  image: string;
  /** `waiting: CrashLoopBackOff`, `running, not ready`, `terminated: Error` */
  state: string;
  restarts: number;
  exit?: ContainerExit;
  /** One line for each probe. */
  probes: string[];
  /** The end of its present log, and of the run before. */
  log: string[];
  previousLog: string[];
  /** Whether earlier lines of either were left out. */
  logCut: boolean;
}

/** The containers of the given pods that are not running and ready, without their logs. */
export function troubledContainers(pods: V1Pod[]): ContainerEvidence[] {
  return pods.flatMap((pod) => [
    ...(pod.status?.initContainerStatuses ?? [])
      .filter((status) => !(status.ready || status.state?.terminated?.exitCode === 0))
      .map((status) => describe(pod, status, true, pod.spec?.initContainers)),
    ...(pod.status?.containerStatuses ?? [])
      .filter((status) => !status.ready || status.restartCount > 0)
      .map((status) => describe(pod, status, false, pod.spec?.containers)),
  ]);
}

function describe(pod: V1Pod, status: V1ContainerStatus, init: boolean, specs: V1Container[] = []): ContainerEvidence {
  const spec = specs.find(({ name }) => name === status.name);
  const end = status.state?.terminated ?? status.lastState?.terminated;
  return {
    pod: nameOf(pod),
    ...(pod.spec?.nodeName === undefined ? {} : { node: pod.spec.nodeName }),
    container: status.name,
    init,
    image: spec?.image ?? status.image,
    state: describeState(status.state, status.ready),
    restarts: status.restartCount,
    ...(end === undefined ? {} : { exit: describeExit(end) }),
    probes: spec === undefined ? [] : describeProbes(spec),
    log: [],
    previousLog: [],
    logCut: false,
  };
}

function describeState(state: V1ContainerState | undefined, ready: boolean): string {
  if (state?.running !== undefined) return ready ? "running" : "running, not ready";
  if (state?.terminated !== undefined)
    return `terminated: ${state.terminated.reason ?? `code ${state.terminated.exitCode}`}`;
  return `waiting: ${state?.waiting?.reason ?? "unknown"}`;
}

function describeExit({ exitCode, signal, reason, startedAt, finishedAt }: V1ContainerStateTerminated): ContainerExit {
  const [started, finished] = [milliseconds(startedAt), milliseconds(finishedAt)];
  return {
    code: exitCode,
    ...(signal === undefined ? {} : { signal }),
    ...(reason === undefined ? {} : { reason }),
    ...(started === undefined ? {} : { startedAt: new Date(started).toISOString() }),
    ...(finished === undefined ? {} : { finishedAt: new Date(finished).toISOString() }),
  };
}

/** Says of which containers only the end of the logs is there. */
export function cutLogs(containers: readonly ContainerEvidence[]): string[] {
  const cut = containers.filter(({ logCut }) => logCut).map(({ pod, container }) => `${pod}/${container}`);
  return cut.length === 0 ? [] : [`only the end of the logs is kept of ${cut.join(", ")}`];
}
