import { isPlainObject } from "../config/layers.ts";
import { suggest } from "../config/nearest.ts";
import type { Service } from "../config/stackConfig.ts";
import { faultLine, faults } from "../kubernetes/check.ts";
import type { Fault } from "../kubernetes/check.ts";
import { kindWord } from "../kubernetes/fields.ts";
import { strategicMerge } from "../kubernetes/merge.ts";
import { mainContainerName } from "./containers.ts";
import { podLabels, podSelector, stableVariant, trackSelector } from "./labels.ts";
import type { AnyManifest } from "./manifest.ts";
import { objectsOf } from "./objectsOf.ts";
import { valueAt, type PlacedPatch } from "./patches.ts";
import { templateHolder, workloadKind } from "./workload.ts";

/** Everything that is wrong with a service's patches: a line each, as Kubernetes or the next release would find it. */
export function patchErrors(service: Service): string[] {
  const targets = Object.entries(service.patches);
  if (targets.length === 0) return [];
  const made = objectsOf({ ...service, patches: {} }, { config: "", secrets: "" });
  return targets.flatMap(([target, patch]) => {
    const at = `releases:services.${service.name}.patches.${target}`;
    const [kind = "", name] = target.split("/");
    const meant = made.filter(
      (object) => object.kind === kind && (name ?? object.metadata.name) === object.metadata.name,
    );
    if (meant.length === 0) return [`${at}: the service makes no such object; ${suggest(target, targetsOf(made))}`];
    const found = faults(patch, kindWord(kind) ?? "any", "patch");
    const all = found.length > 0 ? found : forbidden(service, { target, patch }, kind);
    return all.map((fault) => faultLine(at, fault));
  });
}

/** What may be patched: each kind, and each object by its name where a kind has several. */
function targetsOf(made: readonly AnyManifest[]): string[] {
  const kinds = [...new Set(made.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const names = made.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
    return names.length === 1 ? [kind] : [kind, ...names.map((name) => `${kind}/${name}`)];
  });
}

/** What a patch must leave alone: who an object is, which pods are the service's, and what a release says. */
function forbidden(service: Service, { patch }: PlacedPatch, kind: string): Fault[] {
  return [
    ...identity.filter((path) => reaches(patch, path)).map((path) => fault(path, "who the object is stays as it is")),
    ...(["ConfigMap", "Secret"].includes(kind)
      ? Object.keys(patch)
          .filter((key) => !["metadata", "apiVersion", "kind"].includes(key))
          .map((key) =>
            fault(
              [key],
              `a new content needs a new name; say it by ${kind === "Secret" ? "secrets or secretFiles" : "files"}`,
            ),
          )
      : []),
    ...(kind === workloadKind(service) ? pods(service, patch, kind) : []),
    ...(kind === "Service" && !findsOwn(service, patch)
      ? [fault(["spec", "selector"], "it leads to the service's own pods, or none of them would answer")]
      : []),
    ...ours(patch, kind),
  ];
}

/** A Service of an adopted service may find its pods by other labels of theirs. */
function findsOwn(service: Service, patch: unknown): boolean {
  if (!reaches(patch, ["spec", "selector"])) return true;
  const asked = valueAt(patch, ["spec", "selector"]);
  if (service.selector === undefined || !isPlainObject(asked)) return false;
  const labels: Record<string, unknown> = podLabels(service, stableVariant(service));
  const left = strategicMerge(podSelector(service), asked, "{}string").value;
  return (
    isPlainObject(left) &&
    Object.keys(left).length > 0 &&
    Object.entries(left).every(([key, value]) => labels[key] === value)
  );
}

const identity = [
  ["apiVersion"],
  ["kind"],
  ["metadata", "name"],
  ["metadata", "namespace"],
  ["metadata", "generateName"],
  ["metadata", "uid"],
  ["metadata", "resourceVersion"],
];

/** What the service's pods are found and made by stands in these. */
function holders(template: readonly string[]): string[][] {
  const outer = template.map((_, index) => template.slice(0, index));
  return [
    ...outer,
    ["metadata"],
    ...[[], ["metadata"], ["metadata", "labels"], ["spec"]].map((path) => [...template, ...path]),
  ];
}

function pods(service: Service, patch: unknown, kind: string): Fault[] {
  const { autoscaling } = service;
  const name = mainContainerName(service);
  const selected = Object.keys(trackSelector(service, "stable"));
  const template = [...templateHolder(kind), "template"];
  const labels = valueAt(patch, [...template, "metadata", "labels"]);
  const containers = valueAt(patch, [...template, "spec", "containers"]);
  const main = (Array.isArray(containers) ? (containers as unknown[]) : []).flatMap((container, index) => {
    const at = [...template, "spec", "containers", index];
    if (!isPlainObject(container)) return [];
    if (container.$patch === "replace") return [fault(at, `container ${name} is the service itself; patch its fields`)];
    if (container.name !== name) return [];
    if (container.$patch === "delete") return [fault(at, `container ${name} is the service itself`)];
    return "image" in container
      ? [fault([...at, "image"], "the image is the parameter `image`, its version that of the release")]
      : [];
  });
  const replaced = holders(template).filter((path) => directs(valueAt(patch, path)));
  return [
    ...replaced.map((path) => fault(path, "it holds what the service's pods are found by; patch its fields")),
    ...(reaches(patch, ["spec", "selector"])
      ? [fault(["spec", "selector"], "a selector never changes: Kubernetes would want another Deployment")]
      : []),
    ...(autoscaling !== undefined && reaches(patch, ["spec", "replicas"])
      ? [fault(["spec", "replicas"], "the number is the autoscaler's; say autoscaling.min")]
      : []),
    ...(reaches(patch, [...template, "spec", "containers"]) && !Array.isArray(containers)
      ? [fault([...template, "spec", "containers"], `container ${name} is the service itself`)]
      : []),
    ...(isPlainObject(labels) ? selected.filter((key) => key in labels) : []).map((key) =>
      fault([...template, "metadata", "labels", key], "the service's pods are found by this label"),
    ),
    ...main,
  ];
}

function ours(patch: unknown, kind: string): Fault[] {
  const places = [["metadata"], [...templateHolder(kind), "template", "metadata"]];
  return places.flatMap((place) => {
    const annotations = valueAt(patch, [...place, "annotations"]);
    const keys = isPlainObject(annotations) ? Object.keys(annotations) : [];
    return keys
      .filter((key) => key.startsWith("releases/"))
      .map((key) => fault([...place, "annotations", key], "releases/... is set by releases"));
  });
}

function fault(path: Fault["path"], says: string): Fault {
  return { path, says };
}

/** Whether the patch has something to say of the field itself. */
function reaches(patch: unknown, path: readonly string[]): boolean {
  const holder = valueAt(patch, path.slice(0, -1));
  return isPlainObject(holder) && Object.hasOwn(holder, path.at(-1) ?? "");
}

function directs(value: unknown): boolean {
  return value === null || (isPlainObject(value) && "$patch" in value);
}
