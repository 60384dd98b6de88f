/** `spec.containers[0]["a.b"]`, `spec.containers[*].image` in parts. https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/ */
export function parsePath(path: string): string[] {
  const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g);
  return [...parts].map(([, quoted, index, plain]) => quoted?.replaceAll(/\\(.)/g, "$1") ?? index ?? plain ?? "");
}

/** Parts as Pulumi writes a path: `spec.containers[0].image`, `metadata.labels["a.b/c"]`. */
export function formatPath(parts: readonly (string | number)[]): string {
  return parts
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

/** Whether `path` is `pattern` or lies below it; `*` in the pattern is any key or index. */
export function covers(pattern: readonly string[], path: readonly (string | number)[]): boolean {
  return pattern.length <= path.length && pattern.every((part, index) => part === "*" || part === String(path[index]));
}
