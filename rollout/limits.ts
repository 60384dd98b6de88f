/**
 * How long what often mends itself is waited out before it dooms a rollout: a node that is being added, a registry that
 * hiccups. What cannot mend itself has no patience. Each is a parameter, `rollout.patience.NAME`; in seconds.
 */
export interface Patience {
  /**
   * How often one container of a new pod may end, in crashes: one flake is forgiven, the second crash of the same
   * container is not. The kubelet restarts a container at once after its first crash, so a release that always crashes is
   * known within seconds.
   */
  crashes: number;
  /** The registry says that there is no such image: mostly a slip; where it replicates, the image is on its way. */
  image: number;
  /** The registry refuses the image. A second refusal dooms: credentials are renewed in a moment. */
  credentials: number;
  /** Pulling fails for any other reason. */
  pull: number;
  /** A ConfigMap, a Secret or a key of one is missing: what an operator syncs comes after the pods that ask for it. */
  configuration: number;
  /** A new pod finds no node: longer than a drain or an old pod's end. */
  schedule: number;
  /** The same once a node, or room on one, is on its way to the pod; and what the new node does not have yet. */
  node: number;
  /** A volume does not bind, attach or mount: detaching from another node takes a while. */
  volume: number;
  /** A claim does not bind once a provisioner is at work on it. */
  provision: number;
  /** The runtime cannot make the pod's sandbox (network, mostly), or a container. */
  sandbox: number;
  /** The namespace's quota refuses the pods: another release may give some back. */
  quota: number;
  /** Creating pods is refused where waiting can help: old pods free quota; a webhook is down. */
  admission: number;
}

/** How much a rollout may suffer before it is called doomed. */
export interface RolloutLimits extends Patience {
  /** Time for the whole rollout, in seconds, counted from the moment it is followed. */
  deadlineSeconds: number;
}

/** The defaults of components/config/patience.ts, too. */
export const defaultPatience: Patience = {
  crashes: 1,
  image: 0,
  credentials: 5,
  pull: 60,
  configuration: 3,
  schedule: 30,
  node: 300,
  volume: 60,
  provision: 300,
  sandbox: 30,
  quota: 10,
  admission: 30,
};

export const defaultLimits: RolloutLimits = { ...defaultPatience, deadlineSeconds: 300 };
