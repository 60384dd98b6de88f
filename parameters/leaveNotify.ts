import { isMap, isNode, isSeq, type Document } from "yaml";

const notifyPath = ["config", "releases:notify"];

/**
 * Takes services out of `releases:notify`, where a name that the stack has no more is refused. Who was told of these alone
 * is told of nothing else: without a list it would be everything.
 */
export function leaveNotify(document: Document, services: readonly string[]): void {
  const targets = document.getIn(notifyPath);
  if (!isSeq(targets)) return;
  const left = targets.items.filter((target) => {
    const named = isMap(target) ? target.get("services") : undefined;
    if (!isSeq(named)) return true;
    const others = named.items.filter((name) => !services.includes(String(isNode(name) ? name.toJSON() : name)));
    if (others.length === named.items.length) return true;
    named.items = others;
    return others.length > 0;
  });
  if (left.length === targets.items.length) return;
  if (left.length === 0) document.deleteIn(notifyPath);
  else targets.items = left;
}
