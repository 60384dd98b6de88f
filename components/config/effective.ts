import type { Service } from "./stackConfig.ts";
import { formatDuration } from "./duration.ts";
import { fieldFacts } from "./fields.ts";
import { isPlainObject } from "./layers.ts";
import type { LayerName } from "./layers.ts";
import { releaseParameters, standingKeys } from "./release.ts";
import { schemaAt } from "./schemaWalk.ts";
import { basicParameters } from "./service.ts";

/** One parameter of a service as it counts in the end. */
export interface EffectiveParameter {
  /** `rollout.maxSurge` */
  path: string;
  value: unknown;
  /** Who says so: the schema's default, the template, the stack, the basic or the release parameters. */
  from: LayerName;
}

/** Every parameter of a service with where it came from, in the order of docs/parameters.md. */
export function effectiveParameters(service: Service): EffectiveParameter[] {
  const basics = Object.keys(basicParameters.shape);
  const values = basics.map((key) => [key, service[key as keyof Service]] as const);
  return [
    ...values.flatMap(([key, value]) => leaves([key], value, service)),
    ...leaves(["version"], service.release.version, service),
    ...leaves(["restartedAt"], service.release.restartedAt, service),
    ...leaves(["jobsSkipped"], service.release.jobsSkipped, service),
    ...leaves(["jobsAgain"], service.release.jobsAgain, service),
    ...leaves(["canary"], service.release.canary, service),
  ];
}

function leaves(path: string[], value: unknown, service: Service): EffectiveParameter[] {
  if (value === undefined) return [];
  if (isPlainObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => leaves([...path, key], inner, service));
  }
  return [{ path: path.join("."), value: shown(path, value), from: layerOf(path, service) }];
}

/** Durations as they are written. */
function shown(path: string[], value: unknown): unknown {
  const field = schemaAt(basicParameters, path);
  const facts = field === undefined ? undefined : fieldFacts.get(field);
  return facts?.unit === "seconds" && typeof value === "number" ? formatDuration(value) : value;
}

/** Who says what counts of one parameter. */
export function layerOf(path: string[], { layers, namespace }: Service): LayerName {
  if (path[0] === "namespace") return layers.basic.namespace === namespace ? "basic" : "default";
  if (isOfRelease(path)) return "release";
  if (says(layers.basic, path)) return "basic";
  if (says(layers.stack, path)) return "stack";
  return says(layers.template, path) ? "template" : "default";
}

/** How a canary goes is the service's, where it stands the release's. */
function isOfRelease([first, second]: readonly string[]): boolean {
  if (first === "canary") return second !== undefined && standingKeys.includes(second);
  return first !== undefined && first in releaseParameters.shape;
}

function says(layer: unknown, path: readonly string[]): boolean {
  const value = path.reduce<unknown>(
    (inner, key) => (isPlainObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    layer,
  );
  // In a patch null says that a field is taken away.
  return value !== undefined && (value !== null || path[0] === "patches");
}
