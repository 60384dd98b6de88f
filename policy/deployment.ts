/** What the policies look at in a Deployment, as Pulumi hands it over: anything may be missing. */
export interface DeploymentView {
  metadata?: { annotations?: Record<string, string> };
  spec?: { template?: { spec?: { containers?: ContainerView[]; initContainers?: ContainerView[] } } };
}

export interface ContainerView {
  name?: string;
  image?: string;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}

/** Init containers and sidecars come along: they run the same images on the same nodes. */
export function containersOf({ spec }: DeploymentView): ContainerView[] {
  const { containers = [], initContainers = [] } = spec?.template?.spec ?? {};
  return [...containers, ...initContainers];
}
