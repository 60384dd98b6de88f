/**
 * A script whose imports of a package come from a file instead. Pure.
 * @param text as the bundler writes it, with or without white space
 * @returns the script, and the names that it imports of the package
 * @throws Error where it is imported in another way, which would lead to the package itself
 */
export function importedFrom(text: string, name: string, path: string): { text: string; names: string[] } {
  const names: string[] = [];
  const of = name.replaceAll(/[/.]/g, "\\$&");
  const named = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*"${of}";`, "g");
  // Left by the bundler of an import whose names are used elsewhere.
  const bare = new RegExp(`import\\s*"${of}";\\n?`, "g");
  const rewritten = text.replaceAll(bare, "").replaceAll(named, (_all, list: string) => {
    names.push(...list.split(",").map((word) => word.trim().replace(/ as .*/, "")));
    return `import{${list.trim()}}from"${path}";`;
  });
  if (new RegExp(`(from|import)\\s*\\(?\\s*"${of}"`).test(rewritten)) {
    throw new Error(`${name} is imported in a way that is not bundled`);
  }
  return { text: rewritten, names: names.filter((word) => word !== "") };
}
