import { isPlainObject } from "../config/layers.ts";
import type { Patch } from "../config/patches.ts";
import type { Service } from "../config/stackConfig.ts";
import type { Path } from "../kubernetes/check.ts";
import { kindWord } from "../kubernetes/fields.ts";
import { strategicMerge } from "../kubernetes/merge.ts";
import { readPods } from "./readBack/pods.ts";
import type { DeploymentShape } from "./readBack/shapes.ts";
import { rolloutTimeout } from "./rolloutTimeout.ts";

/** An object as far as a patch looks at it; a name may be known to Pulumi alone. */
export interface Patchable {
  kind: string;
  metadata: { name: unknown };
}

/** Where a patch stands in a service's parameters, and what it says. */
export interface PlacedPatch {
  /** `Deployment` or `Deployment/web` */
  target: string;
  patch: Patch;
}

/** The patches of an object: those of its kind, then those of its name. */
export function patchesOf({ patches }: Pick<Service, "patches">, { kind, metadata }: Patchable): PlacedPatch[] {
  const { name } = metadata;
  const targets = [kind, ...(typeof name === "string" ? [`${kind}/${name}`] : [])];
  return targets.flatMap((target) => {
    const patch = Object.hasOwn(patches, target) ? patches[target] : undefined;
    return patch === undefined ? [] : [{ target, patch }];
  });
}

/** The object with the service's patches laid over it; the very same one where there are none. */
export function patched<M extends Patchable>(service: Service, manifest: M): M {
  const all = patchesOf(service, manifest);
  if (all.length === 0) return manifest;
  const patches = [...awaited(service, manifest, all), ...all];
  return patches.reduce((merged, { patch }) => merge(merged, patch), manifest);
}

function merge<M extends Patchable>(manifest: M, patch: Patch): M {
  return strategicMerge(manifest, patch, kindWord(manifest.kind) ?? "any").value as M;
}

/** How long Pulumi waits comes of the pods as they are patched. */
function awaited(service: Service, manifest: Patchable, patches: readonly PlacedPatch[]): PlacedPatch[] {
  if (manifest.kind !== "Deployment") return [];
  const changed = patches.reduce((merged, { patch }) => merge(merged, patch), manifest);
  const timeout = String(rolloutTimeout(readPods(service, changed as DeploymentShape)));
  return [{ target: "", patch: { metadata: { annotations: { "pulumi.com/timeoutSeconds": timeout } } } }];
}

/** Where a patch has set a value of an object, and which one. */
export function patchedPlaces(service: Service, manifest: Patchable): { path: Path; target: string }[] {
  const word = kindWord(manifest.kind) ?? "any";
  let merged: unknown = manifest;
  return patchesOf(service, manifest).flatMap(({ target, patch }) => {
    const { value, set } = strategicMerge(merged, patch, word);
    merged = value;
    return set.filter((path) => valueAt(value, path) !== undefined).map((path) => ({ path, target }));
  });
}

/** What stands at a path of an object; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (Array.isArray(inner) ? inner[Number(key)] : isPlainObject(inner) ? inner[String(key)] : undefined),
    value,
  );
}
