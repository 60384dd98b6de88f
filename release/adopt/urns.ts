const component = "releases:index:ServiceRelease";

interface StackName {
  project: string;
  stack: string;
}

/** The component of a service (components/serviceRelease.ts). */
export function componentOf({ stack, project }: StackName, service: string): string {
  return `urn:pulumi:${stack}::${project}::${component}::${service}`;
}

/** The component and all that is in it, for an update that touches nothing else. */
export function resourcesOf(
  stack: StackName,
  service: string,
  objects: readonly { apiVersion: string; kind: string; metadata: { name: unknown } }[],
): string[] {
  const inside = (type: string, name: string) =>
    `urn:pulumi:${stack.stack}::${stack.project}::${component}$${type}::${name}`;
  return [
    componentOf(stack, service),
    inside("random:index/randomId:RandomId", `${service}-release`),
    ...objects.map(({ apiVersion, kind, metadata }) =>
      inside(`kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`, String(metadata.name)),
    ),
  ];
}
