/** Whoever is signed in. */
export interface Person {
  user: string;
  groups: readonly string[];
}

/** Kubernetes' own accounts and groups: whoever may name them may do all. */
const ofKubernetes = "system:";
const longestName = 256;

/** What a provider or a proxy says of somebody, as far as it may be taken: undefined where the name is none. Pure. */
export function personOf(user: unknown, groups: unknown, known?: readonly string[]): Person | undefined {
  if (typeof user !== "string" || !isName(user)) return undefined;
  const named = (Array.isArray(groups) ? groups : []).filter((group) => typeof group === "string" && isName(group));
  const kept = known === undefined ? named : named.filter((group) => known.includes(group as string));
  return { user, groups: [...new Set(kept as string[])].slice(0, 200) };
}

/** One line, without what hides or turns letters around. */
function isName(text: string): boolean {
  const clean = !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) && text.trim() === text;
  return clean && text !== "" && text.length <= longestName && !text.startsWith(ofKubernetes);
}
