import { isCollection, isMap, isSeq, parseDocument, type YAMLMap } from "yaml";

/** The stack file's text as if it had never named these services: their blocks, and their places in groups. Pure. */
export function withoutServices(text: string, services: readonly string[]): string {
  const document = parseDocument(text, { compat: "yaml-1.1" });
  for (const service of services) {
    for (const key of ["releases:services", "releases:current"]) {
      // `deleteIn` throws where the map itself is missing.
      if (isCollection(document.getIn(["config", key]))) document.deleteIn(["config", key, service]);
    }
  }
  const groups = document.getIn(["config", "releases:groups"]);
  if (isMap(groups)) leaveGroups(groups, services);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function leaveGroups(groups: YAMLMap, services: readonly string[]): void {
  for (const { key, value } of [...groups.items]) {
    if (!isSeq(value)) continue;
    value.items = value.items.filter((item) => !services.includes(String(item)));
    if (value.items.length === 0) groups.delete(key);
  }
}
