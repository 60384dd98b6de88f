import { parseDocument, stringify } from "yaml";
import { isPlainObject } from "../components/config/layers.ts";
import { contentOf } from "../components/config/yamlContent.ts";

/**
 * The stack file's text as if it had never named these services: their blocks, and their places in groups and in who is told.
 * Comments go, and anchors are written out, as what they stand for may be what is left out. Pure.
 */
export function withoutServices(text: string, services: readonly string[]): string {
  const content = contentOf(parseDocument(text, { compat: "yaml-1.1" }));
  const config: unknown = isPlainObject(content) ? content.config : undefined;
  if (!isPlainObject(content) || !isPlainObject(config)) return text;
  const lacking = { ...config };
  for (const key of ["releases:services", "releases:current"]) {
    const blocks = config[key];
    if (isPlainObject(blocks)) lacking[key] = omit(blocks, services);
  }
  const groups = config["releases:groups"];
  if (isPlainObject(groups)) lacking["releases:groups"] = leaveGroups(groups, services);
  const targets = config["releases:notify"];
  if (Array.isArray(targets)) lacking["releases:notify"] = leaveNotify(targets, services);
  // Pulumi reads YAML 1.1, where an unquoted "no" is no text.
  return stringify({ ...content, config: lacking }, { compat: "yaml-1.1", lineWidth: 0, aliasDuplicateObjects: false });
}

function omit(blocks: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(blocks).filter(([name]) => !names.includes(name)));
}

/** A group without a member left is no group. */
function leaveGroups(groups: Record<string, unknown>, services: readonly string[]): Record<string, unknown> {
  const left = Object.entries(groups).map(([name, members]): [string, unknown] => [
    name,
    Array.isArray(members) ? members.filter((member) => !services.includes(String(member))) : members,
  ]);
  return Object.fromEntries(left.filter(([, members]) => !(Array.isArray(members) && members.length === 0)));
}

/** Who was told of these alone is told of nothing else: without a list it would be everything. */
function leaveNotify(targets: readonly unknown[], services: readonly string[]): unknown[] {
  return targets.flatMap((target) => {
    const named = isPlainObject(target) ? target.services : undefined;
    if (!isPlainObject(target) || !Array.isArray(named)) return [target];
    const left: unknown[] = named.filter((name) => !services.includes(String(name)));
    return left.length === 0 && named.length > 0 ? [] : [{ ...target, services: left }];
  });
}
