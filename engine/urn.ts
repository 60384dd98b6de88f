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

/** `apps/v1`, of a type of the Kubernetes provider. */
export function apiVersionOf(urn: string): string {
  const [, version = ""] = parseUrn(urn).type.split(":");
  return version.replace(/^core\//, "");
}

/** The component that this project's program makes of each service (components/serviceRelease.ts). */
const serviceType = "releases:index:ServiceRelease";

interface OfStack {
  stack: string;
  project: string;
}

/** A resource of the stack's own, as Pulumi names it. */
export function stackUrn({ stack, project }: OfStack, type: string, name: string): string {
  return `${prefix}${stack}::${project}::${type}::${name}`;
}

/** A resource of a service's component. */
export function serviceUrn(of: OfStack, type: string, name: string): string {
  return stackUrn(of, `${serviceType}$${type}`, name);
}

/** The component of a service. */
export function componentUrn(of: OfStack, service: string): string {
  return stackUrn(of, serviceType, service);
}

/** A namespace that the stack makes. */
export function namespaceUrn(of: OfStack, namespace: string): string {
  return stackUrn(of, "kubernetes:core/v1:Namespace", namespace);
}

/** The service that a resource is, or belongs to by its parent; undefined for what is the stack's own. */
export function serviceOf(urn: string, parent: string | undefined): string | undefined {
  return [urn, parent ?? ""].map(parseUrn).find(({ type }) => type === serviceType)?.name;
}
