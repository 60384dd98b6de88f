import { lostNamespaces, objectText, type DriftedField, type DriftedObject } from "../../drift/drift.ts";
import type { Style } from "./style.ts";
import { counted, formatSeconds } from "./units.ts";
import { utcText } from "../../records/utcText.ts";

/** What is not as it was last applied, a line for each object that is gone and each field. */
export function driftLines(drift: readonly DriftedObject[], style: Style, gone = "is gone"): string[] {
  return notInLostNamespace(drift).flatMap((object) => objectLines(object, drift, style, gone));
}

/** With a namespace goes all that is in it: one line says so. */
function notInLostNamespace(drift: readonly DriftedObject[]): DriftedObject[] {
  const gone = new Set(lostNamespaces(drift));
  return drift.filter(({ namespace, state, kind }) => {
    const volume = kind === "PersistentVolumeClaim";
    return state !== "lost" || volume || namespace === undefined || !gone.has(namespace);
  });
}

function objectLines(object: DriftedObject, all: readonly DriftedObject[], style: Style, gone: string): string[] {
  const what = `${object.service === undefined ? "" : `${style.bold(object.service)} `}${objectText(object)}`;
  const why = object.unmendable === undefined ? "" : style.dim(` (${object.unmendable})`);
  if (object.state === "lost") {
    const inside = object.kind === "Namespace" ? all.filter(({ namespace }) => namespace === object.name).length : 0;
    const with_ = inside === 0 ? "" : `, with ${counted(inside, "object")} in it`;
    return [`${what} ${style.bad(gone)}${with_}${downText(object)}${why}`];
  }
  return object.fields.map((field) => `${what} ${fieldText(field, style)}${why}`);
}

function downText({ since, seen, downSeconds }: DriftedObject): string {
  if (since === undefined) return seen === undefined ? "" : `, some time after ${utcText(seen)}`;
  const down = downSeconds === undefined ? "" : `, down for ${formatSeconds(downSeconds)}`;
  return `, its last pod stopped ${utcText(since)}${down}`;
}

/** `spec.replicas: 2 → 1 by kubectl, 2026-11-22 01:00:00 UTC` */
function fieldText({ path, applied, live, by, at, kept }: DriftedField, style: Style): string {
  const change =
    applied === undefined
      ? `${live ?? ""} (added)`
      : live === undefined
        ? `${applied} (taken away)`
        : `${applied} ${style.warn("→")} ${live}`;
  const who = by === undefined ? ", nobody knows by whom" : ` by ${by}`;
  const when = at === undefined ? "" : `, ${utcText(at)}`;
  return `${path}: ${change}${style.dim(`${who}${when}`)}${kept === true ? style.accent(" (kept)") : ""}`;
}

/** What a release did about it. */
export function mendedLines(drift: readonly DriftedObject[], style: Style): string[] {
  const [kept, mended] = [true, false].map((wanted) =>
    drift
      .map((object) => ({ ...object, fields: object.fields.filter((field) => (field.kept === true) === wanted) }))
      .filter(({ state, fields }) => fields.length > 0 || (state === "lost" && !wanted)),
  );
  return [
    ...driftLines(mended ?? [], style, "was gone").map((line) => `  mended: ${line}`),
    ...driftLines(kept ?? [], style).map((line) => `  left: ${line}`),
  ];
}

/** A heading for what a release is going to do about it. */
export function driftPlanLines(
  { mended, left }: { mended: readonly DriftedObject[]; left: readonly DriftedObject[] },
  style: Style,
): string[] {
  return [
    ...block(style.warn("changed by hand since the last release, mended with this one:"), driftLines(mended, style)),
    ...block(style.warn("changed by hand, and left as it is:"), driftLines(left, style)),
  ];
}

function block(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`)];
}
