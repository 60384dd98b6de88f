import type { ResourceState } from "./checkpoint.ts";
import { parseProviderReference } from "./urn.ts";

function renamed(urns: readonly string[], from: string, to: string): string[] {
  return urns.map((urn) => (urn === from ? to : urn));
}

function refersTo(state: ResourceState, urn: string): boolean {
  const { parent, deletedWith, dependencies = [], propertyDependencies = {}, provider } = state;
  return (
    parent === urn ||
    deletedWith === urn ||
    dependencies.includes(urn) ||
    Object.values(propertyDependencies).some((urns) => urns.includes(urn)) ||
    (provider !== undefined && parseProviderReference(provider).urn === urn)
  );
}

/** A resource whose references to `from`, which now has another URN, lead to `to`; itself where it has none. */
export function withReference(state: ResourceState, from: string, to: string): ResourceState {
  if (!refersTo(state, from)) return state;
  const { parent, deletedWith, dependencies, propertyDependencies, provider } = state;
  const byProperty = Object.entries(propertyDependencies ?? {}).map(
    ([key, urns]) => [key, renamed(urns, from, to)] as const,
  );
  const reference = provider === undefined ? undefined : parseProviderReference(provider);
  return {
    ...state,
    ...(parent === from ? { parent: to } : {}),
    ...(deletedWith === from ? { deletedWith: to } : {}),
    ...(dependencies === undefined ? {} : { dependencies: renamed(dependencies, from, to) }),
    ...(propertyDependencies === undefined ? {} : { propertyDependencies: Object.fromEntries(byProperty) }),
    ...(reference?.urn === from ? { provider: `${to}::${reference.id}` } : {}),
  };
}
