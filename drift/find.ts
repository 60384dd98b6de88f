import { isPlainObject } from "../components/config/layers.ts";
import type { Ask, Json } from "../cluster/request.ts";
import type { FoundDrift } from "./drift.ts";
import { formatPath } from "../engine/propertyPath.ts";
import { differences, missing } from "./compare.ts";
import { driftedFields, removedField } from "./fields.ts";
import { indexedPath, pathText, valueAt, type FieldPath } from "./fieldSet.ts";
import { lookFor, nameOf, type Observed } from "./observe.ts";
import type { Expected } from "./objects.ts";

/** A look at one expected object. */
interface Look {
  expected: Expected;
  name: string | undefined;
  live: Json | "unseen" | undefined;
}

export interface DriftSources {
  ask: Ask;
  observed: Observed;
  /** What Pulumi's state says it applied, by URN; asked for only where the objects alone do not tell. */
  applied: () => Promise<ReadonlyMap<string, Json>>;
}

/** What of the expected objects is not as applied. */
export async function findDrift(expected: readonly Expected[], sources: DriftSources): Promise<FoundDrift[]> {
  const looks = await Promise.all(expected.map((object) => lookAt(object, expected, sources)));
  const suspects = looks.filter(
    ({ live, expected: { manifest, own } }) =>
      (isJson(live) && missing(manifest, live).length > 0) || (own === true && live === undefined),
  );
  const applied = suspects.length === 0 ? new Map<string, Json>() : await sources.applied();
  return looks.filter((look) => !isNew(look, applied)).flatMap((look) => driftOf(look, applied.get(look.expected.urn)));
}

/** What a file of the project's own asks for since the last release is not lost: it was never there. */
function isNew({ expected: { own, urn }, live }: Look, applied: ReadonlyMap<string, Json>): boolean {
  return own === true && live === undefined && !applied.has(urn);
}

function driftOf({ expected, name, live }: Look, applied: Json | undefined): FoundDrift[] {
  const { service, urn, kind, namespace, manifest } = expected;
  const base = {
    ...{ urn, kind, inputs: {} },
    ...(service === undefined ? {} : { service }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
  if (live === "unseen") return [];
  if (live === undefined) return [{ ...base, state: "lost", fields: [] }];
  if (phaseOf(live) === "Terminating" && kind === "Namespace") {
    return [{ ...base, state: "lost", fields: [], unmendable: "it is being deleted" }];
  }
  if (isLeaving(live)) {
    // A volume goes with its claim, and what was in it.
    const claim = kind === "PersistentVolumeClaim" ? { unmendable: "it is being deleted" } : {};
    return [{ ...base, state: "lost", fields: [], ...claim }];
  }
  if (kind === "PersistentVolumeClaim" && phaseOf(live) === "Lost") {
    return [{ ...base, state: "lost", fields: [], unmendable: "the claim is there, but the volume behind it is gone" }];
  }
  const removed = removedPaths(applied, manifest, live);
  const fields = [...driftedFields(manifest, live), ...removed.map((path) => removedField(manifest, path))];
  fields.sort((one, two) => (one.path < two.path ? -1 : 1));
  if (fields.length === 0) return [];
  const inputs = inputPaths(manifest, [...differences(manifest, live).map(({ path }) => path), ...removed]);
  // Kubernetes makes a volume larger, never smaller.
  const claim =
    kind === "PersistentVolumeClaim" ? { unmendable: "a claim keeps its size: bring it into the stack's file" } : {};
  return [{ ...base, state: "changed", fields, inputs, ...claim }];
}

/** What was applied, is still asked for, and is not there any more. */
function removedPaths(applied: Json | undefined, manifest: Json, live: Json): FieldPath[] {
  if (applied === undefined) return [];
  const was = new Set(missing(applied, live).map(pathText));
  return missing(manifest, live).filter((path) => was.has(pathText(path)));
}

function inputPaths(manifest: Json, paths: readonly FieldPath[]): Record<string, string> {
  return Object.fromEntries(
    paths.flatMap((path) => {
      const parts = valueAt(manifest, path) === undefined ? undefined : indexedPath(manifest, path);
      return parts === undefined ? [] : [[pathText(path), formatPath(parts)]];
    }),
  );
}

async function lookAt(expected: Expected, all: readonly Expected[], { ask, observed }: DriftSources): Promise<Look> {
  if (observed.unseen(expected)) return { expected, name: expected.name, live: "unseen" };
  if (expected.name === undefined) return drawnName(expected, all, observed);
  const { name } = expected;
  return { expected, name, live: observed.get(expected, name) ?? (await lookFor(ask, expected, name)) };
}

/** A ConfigMap or Secret is the one that the service's live pods name; without a workload, any of that service's. */
function drawnName(expected: Expected, all: readonly Expected[], observed: Observed): Look {
  const { service = "", kind } = expected;
  const workload = all.find((other) => other.name === service && /^(Deployment|CronJob)$/.test(other.kind));
  const pods = workload?.name === undefined ? undefined : observed.get(workload, workload.name);
  const pattern = new RegExp(`"(${service}-${kind === "Secret" ? "secrets" : "config"}-[0-9a-f]{8})"`);
  const name = pattern.exec(JSON.stringify(specOf(pods)))?.[1];
  if (name !== undefined) return { expected, name, live: observed.get(expected, name) };
  const own = observed.all(expected).filter((live) => isOf(live, service));
  const [any] = own;
  return { expected, name: any && nameOf(any), live: any };
}

function specOf(live: Json | undefined): unknown {
  return live?.spec ?? null;
}

function isOf({ metadata }: Json, service: string): boolean {
  return (
    isPlainObject(metadata) && isPlainObject(metadata.labels) && metadata.labels["app.kubernetes.io/name"] === service
  );
}

/** Whether an object is being deleted. */
export function isLeaving({ metadata }: Json): boolean {
  return isPlainObject(metadata) && metadata.deletionTimestamp !== undefined;
}

function phaseOf({ status }: Json): unknown {
  return isPlainObject(status) ? status.phase : undefined;
}

function isJson(live: Look["live"]): live is Json {
  return typeof live === "object";
}
