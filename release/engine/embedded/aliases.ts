import { makeUrn, parseUrn } from "./urn.ts";

/** Another identity a resource may have had: a URN, or what differs from its present one. `parent: ""` is none. */
export interface AliasSpec {
  urn?: string;
  name?: string;
  type?: string;
  stack?: string;
  project?: string;
  parent?: string;
}

export interface Identity {
  stack: string;
  project: string;
  parent: string | undefined;
  type: string;
  name: string;
}

function aliasUrn(identity: Identity, alias: AliasSpec): string {
  if (alias.urn !== undefined) return alias.urn;
  const parent = alias.parent === "" ? undefined : (alias.parent ?? identity.parent);
  return makeUrn(
    alias.stack ?? identity.stack,
    alias.project ?? identity.project,
    parent,
    alias.type ?? identity.type,
    alias.name ?? identity.name,
  );
}

/** A child whose name begins with its parent's was named after it: when the parent was renamed, so was the child. */
function inheritedName(name: string, parentName: string, aliasName: string): string {
  return name.startsWith(parentName) ? aliasName + name.slice(parentName.length) : name;
}

/**
 * All URNs a resource may have in the state besides its own: from its aliases, its parent's, and both together.
 * https://www.pulumi.com/docs/iac/concepts/options/aliases/
 */
export function aliasUrns(
  identity: Identity,
  aliases: readonly AliasSpec[],
  parentAliases: readonly string[],
): string[] {
  const own = aliases.map((alias) => aliasUrn(identity, alias));
  const inherited = parentAliases.flatMap((parentAlias) => {
    const parent = parseUrn(identity.parent ?? "");
    const rename = (name: string): string => inheritedName(name, parent.name, parseUrn(parentAlias).name);
    const before: Identity = { ...identity, parent: parentAlias };
    return [
      aliasUrn({ ...before, name: rename(identity.name) }, {}),
      ...aliases
        .filter(
          ({ urn, parent: aliasParent }) =>
            urn === undefined && (aliasParent === undefined || aliasParent === identity.parent),
        )
        .map(({ parent: _, ...alias }) => aliasUrn(before, { ...alias, name: rename(alias.name ?? identity.name) })),
    ];
  });
  const self = makeUrn(identity.stack, identity.project, identity.parent, identity.type, identity.name);
  return [...new Set([...own, ...inherited])].filter((urn) => urn !== self);
}
