/** Pulumi's names of resources: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
interface UrnParts {
  /** `kubernetes:apps/v1:Deployment` */
  type: string;
  name: string;
}

const prefix = "urn:pulumi:";

export function parseUrn(urn: string): UrnParts {
  const [, , qualifiedType = "", ...name] = urn.slice(prefix.length).split("::");
  return { type: qualifiedType.split("$").at(-1) ?? "", name: name.join("::") };
}

/** The component that this project's program makes of each service (components/serviceRelease.ts). */
const serviceType = "releases:index:ServiceRelease";

/** The component of a service, as Pulumi names it. */
export function componentUrn({ stack, project }: { stack: string; project: string }, service: string): string {
  return `${prefix}${stack}::${project}::${serviceType}::${service}`;
}

/** A namespace that the stack makes, as Pulumi names it. */
export function namespaceUrn({ stack, project }: { stack: string; project: string }, namespace: string): string {
  return `${prefix}${stack}::${project}::kubernetes:core/v1:Namespace::${namespace}`;
}

/** The service that a resource is, or belongs to by its parent; undefined for what is the stack's own. */
export function serviceOf(urn: string, parent: string | undefined): string | undefined {
  return [urn, parent ?? ""].map(parseUrn).find(({ type }) => type === serviceType)?.name;
}
