/** Pulumi's names of resources: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export const stackType = "pulumi:pulumi:Stack";
const prefix = "urn:pulumi:";

export interface UrnParts {
  stack: string;
  project: string;
  /** The types of its parents and its own, joined by `$`. */
  qualifiedType: string;
  /** `kubernetes:apps/v1:Deployment` */
  type: string;
  name: string;
}

export function parseUrn(urn: string): UrnParts {
  const [stack = "", project = "", qualifiedType = "", ...name] = urn.slice(prefix.length).split("::");
  return { stack, project, qualifiedType, type: qualifiedType.split("$").at(-1) ?? "", name: name.join("::") };
}

/** @param parent URN of the parent; children of the stack itself carry no parent type. */
export function makeUrn(
  stack: string,
  project: string,
  parent: string | undefined,
  type: string,
  name: string,
): string {
  const parentType = parent === undefined || parent === "" ? "" : parseUrn(parent).qualifiedType;
  const qualified = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
  return `${prefix}${stack}::${project}::${qualified}::${name}`;
}

/** The component that this project's program makes of each service (components/serviceRelease.ts). */
const serviceType = "releases:index:ServiceRelease";

/** The service that a resource is, or belongs to by its parent; undefined for what is the stack's own. */
export function serviceOf(urn: string, parent: string | undefined): string | undefined {
  const own = [urn, parent ?? ""].map(parseUrn).find(({ type }) => type === serviceType);
  return own?.name;
}

export function rootUrn(stack: string, project: string): string {
  return makeUrn(stack, project, undefined, stackType, `${project}-${stack}`);
}

/** `kubernetes` of `kubernetes:apps/v1:Deployment`; of a provider resource (`pulumi:providers:kubernetes`) likewise. */
export function packageOf(type: string): string {
  const [first = "", second = "", third = ""] = type.split(":");
  return first === "pulumi" && second === "providers" ? third : first;
}

export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** A provider reference `<urn>::<id>` in its two parts. */
export function parseProviderReference(reference: string): { urn: string; id: string } {
  const at = reference.lastIndexOf("::");
  return { urn: reference.slice(0, at), id: reference.slice(at + 2) };
}
