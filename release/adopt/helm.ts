import { gunzipSync, gzipSync } from "node:zlib";
import { isPlainObject } from "../../components/config/layers.ts";
import { parse } from "yaml";
import type { LiveObject } from "./live.ts";

/** helm's release that an object belongs to, as helm has written on it. */
export interface HelmRelease {
  name: string;
  namespace: string;
}

const [nameKey, namespaceKey] = ["meta.helm.sh/release-name", "meta.helm.sh/release-namespace"];

export function helmReleaseOf({ metadata }: LiveObject): HelmRelease | undefined {
  const { [nameKey]: name, [namespaceKey]: namespace } = metadata.annotations ?? {};
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/**
 * helm's record of a release without the objects that are no longer its own: `helm uninstall` then leaves them alone, and
 * `helm upgrade`, which finds them there and not in its books, ends before it touches any. Undefined where it has none
 * of them. Pure.
 * @param record `data.release` of helm's Secret, decoded once
 * @param taken `Deployment/web`
 */
export function withdrawn(record: string, taken: readonly string[]): string | undefined {
  const release = JSON.parse(gunzipSync(Buffer.from(record, "base64")).toString("utf8")) as { manifest?: string };
  const documents = (release.manifest ?? "").split(/^---\s*$/m);
  const left = documents.filter((document) => !taken.includes(identityIn(document)));
  if (left.length === documents.length) return undefined;
  const changed = { ...release, manifest: left.join("---\n") };
  return gzipSync(JSON.stringify(changed)).toString("base64");
}

function identityIn(document: string): string {
  const object: unknown = parse(document);
  const { kind, metadata } = isPlainObject(object) ? object : {};
  return `${String(kind)}/${isPlainObject(metadata) ? String(metadata.name) : ""}`;
}
