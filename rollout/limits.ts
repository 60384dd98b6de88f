/**
 * How much a rollout may suffer before it is called doomed. A *grace* is for what often mends itself (a node that is
 * being added, a registry that hiccups); what cannot mend itself has none.
 */
export interface RolloutLimits {
  /** Time for the whole rollout, in seconds, counted from the moment it is followed. Default 300. */
  deadlineSeconds: number;
  /**
   * How often one container of a new pod may end before the release is doomed, in crashes. Default 1: one flake is
   * forgiven, the second crash of the same container is not. The kubelet restarts a container at once after its first
   * crash, so a release that always crashes is known within seconds.
   */
  restartBudget: number;
  /** How long a new pod may find no node, in seconds. Default 30: longer than a drain or an old pod's end. */
  unschedulableGraceSeconds: number;
  /** The same once an autoscaler said that it adds a node (event `TriggeredScaleUp`), in seconds. Default 300. */
  scaleUpGraceSeconds: number;
  /** How long pulling an image may fail for other reasons than "not found" and "denied", in seconds. Default 60. */
  imagePullGraceSeconds: number;
  /**
   * How long a ConfigMap or Secret to be mounted may be missing, in seconds. Default 3: what was created a moment before
   * the pod may not have reached the node.
   */
  configGraceSeconds: number;
  /** How long a PersistentVolumeClaim of a new pod may stay unbound, in seconds. Default 30. */
  volumeBindGraceSeconds: number;
  /** How long attaching or mounting a volume may fail, in seconds. Default 60: detaching from another node takes a while. */
  mountGraceSeconds: number;
  /** How long creating the pod's sandbox (network, mostly) may fail, in seconds. Default 30. */
  sandboxGraceSeconds: number;
  /** How long the namespace's quota may refuse the pods, in seconds. Default 10: another release may give some back. */
  quotaGraceSeconds: number;
  /** How long creating pods may be refused where waiting can help (old pods free quota; a webhook is down), in seconds. Default 30. */
  createGraceSeconds: number;
}

export const defaultLimits: RolloutLimits = {
  deadlineSeconds: 300,
  restartBudget: 1,
  unschedulableGraceSeconds: 30,
  scaleUpGraceSeconds: 300,
  imagePullGraceSeconds: 60,
  configGraceSeconds: 3,
  volumeBindGraceSeconds: 30,
  mountGraceSeconds: 60,
  sandboxGraceSeconds: 30,
  quotaGraceSeconds: 10,
  createGraceSeconds: 30,
};
