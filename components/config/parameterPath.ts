import { pathText } from "./describeIssue.ts";

/**
 * `replicas`, `env.GREETING`, `files["/etc/web/site.conf"]` → its names; undefined for what is no path. A name with a dot
 * in it is quoted as in Pulumi's own paths.
 */
export function parameterPath(text: string): string[] | undefined {
  const dotted = text.startsWith("[") ? text : `.${text}`;
  const steps = [...dotted.matchAll(/\.([^.["\]]+)|\["([^"]+)"\]/g)];
  if (steps.length === 0 || steps.map(([step]) => step).join("") !== dotted) return undefined;
  return steps.map(([, plain, quoted]) => plain ?? quoted ?? "");
}

/** The same the other way round. */
export function parameterText(path: readonly string[]): string {
  if (path.every((name) => /^[^.["\]]+$/.test(name))) return pathText(path);
  return path
    .map((name, index) => (/^[^.["\]]+$/.test(name) ? `${index > 0 ? "." : ""}${name}` : `["${name}"]`))
    .join("");
}
