/** Why a rollout is doomed, in the words of whoever knows the service. */
export interface FoundCause {
  /** Words in one, like ours: `LicenceExpired`. */
  code: string;
  /** One sentence that a person understands at 3 a.m. */
  message: string;
  /** The pod that shows it. Default: the Deployment is named. */
  pod?: string;
  container?: string;
  /** The command that shows more. Default: `kubectl describe` of the pod, or the container's logs. */
  command?: string;
}

/**
 * A cause of the project's own: one of the files in its `causes` folder. Asked at every moment of a rollout, before
 * ours; what it names ends the release. Pure, and total: one that throws names nothing. docs/package.md
 */
export type OwnCause = (rollout: SeenRollout) => FoundCause | undefined;

/** A rollout at one moment, as a cause of the project's own sees it: plain values, all of them there or undefined. */
export interface SeenRollout {
  namespace: string;
  /** The Deployment's name: the service's. */
  service: string;
  /** How long it has been followed, in s. */
  seconds: number;
  /** The time for the whole rollout is over: what stands in the way is to be named, whatever patience it deserves. */
  timeOver: boolean;
  /** The new pods that are meant to stay, oldest first. */
  pods: SeenPod[];
}

/** https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#pod-v1-core */
export interface SeenPod {
  name: string;
  node: string | undefined;
  phase: string | undefined;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** Since it was made, in s; never more than the rollout has been followed. */
  seconds: number;
  conditions: { type: string; status: string; reason: string | undefined; message: string | undefined }[];
  /** Init containers first, as the kubelet runs them. */
  containers: SeenContainer[];
  /** Events about the pod, oldest first. */
  events: { type: string; reason: string; message: string }[];
}

export interface SeenContainer {
  name: string;
  /** Whether it has to end before the others start. */
  init: boolean;
  ready: boolean;
  /** How often it ended since the rollout began. */
  crashes: number;
  /** Why it waits: `CrashLoopBackOff`, `ImagePullBackOff`. */
  waiting: { reason: string; message: string } | undefined;
  /** How it ended last. */
  lastEnd: { exitCode: number; reason: string; message: string } | undefined;
}
