import { createHash } from "node:crypto";

/** Ten hex digits that change when the content does; the order of keys does not count. */
export function contentHash(content: unknown): string {
  return jsonHash(content).slice(0, 10);
}

/** The same in full: 64 hex digits. */
export function jsonHash(content: unknown): string {
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}

/** JSON with sorted keys. */
function canonicalJson(content: unknown): string {
  if (Array.isArray(content)) return `[${content.map(canonicalJson).join(",")}]`;
  if (typeof content !== "object" || content === null) return JSON.stringify(content);
  const members = Object.entries(content).filter(([, value]) => value !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`).join(",")}}`;
}
