import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../../components/config/layers.ts";
import { omit } from "../../components/config/omit.ts";
import { kindWord } from "../../components/kubernetes/fields.ts";
import { valueAt } from "../../components/objects/patches.ts";
import { patchTo } from "../../components/kubernetes/patchTo.ts";
import type { LiveObject } from "./live.ts";
import { isOurs } from "./ours.ts";

/** One field that the first release would change. */
export interface FieldChange {
  /** `spec.template.spec.containers[0].image` */
  path: string;
  before?: unknown;
  after?: unknown;
}

/** Of an object what counts: what it is to be, and what others find it by. */
export function essence(object: LiveObject): Record<string, unknown> {
  const { apiVersion, kind, metadata } = object;
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => !isOurs(key));
  const labels = Object.entries(metadata.labels ?? {}).filter(([key]) => !isOurs(key));
  return withoutAlias({
    apiVersion,
    kind,
    metadata: {
      ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
      ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
    },
    ...omit(object, "apiVersion", "kind", "metadata", "status"),
  });
}

/** `serviceAccount` is an old name of `serviceAccountName`, which the API server sets with it. */
function withoutAlias(object: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(object), (key, value: unknown) => {
    if (key !== "spec" || !isPlainObject(value) || !("serviceAccountName" in value)) return value;
    return omit(value, "serviceAccount");
  }) as Record<string, unknown>;
}

/**
 * The patch that gives an object back what it has now and would lose: `asked` is what the API server would make of what
 * the program asks for. Labels of ours that come to it are no loss. Undefined where nothing is lost. Pure.
 */
export function patchBack(live: LiveObject, asked: LiveObject): Record<string, unknown> | undefined {
  const [from, to] = [essence(asked), essence(withOurLabels(live, asked))];
  const patch = patchTo(from, to, kindWord(live.kind) ?? "any");
  return isPlainObject(patch) ? patch : undefined;
}

function withOurLabels(live: LiveObject, asked: LiveObject): LiveObject {
  const labels = { ...asked.metadata.labels, ...live.metadata.labels };
  const metadata = { ...live.metadata, ...(Object.keys(labels).length === 0 ? {} : { labels }) };
  return live.kind === "CronJob" ? withRunLabels({ ...live, metadata }, asked) : { ...live, metadata };
}

/** Of Jobs and pods that begin from now on: no selector holds on to the labels that they had, and by ours they are found. */
function withRunLabels(live: LiveObject, asked: LiveObject): LiveObject {
  const job = ["spec", "jobTemplate"];
  return [job, [...job, "spec", "template"]].reduce((object, place) => {
    const at = [...place, "metadata", "labels"];
    const labels = { ...(valueAt(object, at) as object | undefined), ...(valueAt(asked, at) as object | undefined) };
    return Object.keys(labels).length === 0 ? object : (withValue(object, at, labels) as LiveObject);
  }, live);
}

function withValue(object: unknown, [key = "", ...rest]: readonly string[], value: unknown): unknown {
  const here = isPlainObject(object) ? object : {};
  return { ...here, [key]: rest.length === 0 ? value : withValue(here[key], rest, value) };
}

/** Every field in which two states of an object differ, the tools' own bookkeeping too. Pure. */
export function changesBetween(live: LiveObject, asked: LiveObject): FieldChange[] {
  const whole = ({ metadata: { labels = {}, annotations = {} }, ...object }: LiveObject) => ({
    ...object,
    status: undefined,
    metadata: { labels, annotations: withoutKubernetes(annotations) },
  });
  return differences(whole(live), whole(asked), "");
}

/** The controllers' annotations are theirs to write again. */
function withoutKubernetes(annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([key]) => !/^(deployment\.kubernetes\.io\/|kubectl\.kubernetes\.io\/last-applied)/.test(key),
    ),
  );
}

function differences(before: unknown, after: unknown, path: string): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isPlainObject(before) && isPlainObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], step(path, key)));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((value: unknown, index) => differences(value, after[index], `${path}[${index}]`));
  }
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function step(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Whether a change replaces pods. */
export function replacesPods({ path }: FieldChange): boolean {
  return path.startsWith("spec.template") || path.startsWith("spec.selector");
}
