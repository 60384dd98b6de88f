import { isPlainObject } from "../components/config/layers.ts";
import { omit, pathText, pick } from "./fieldSet.ts";
import { differences, holds, managedFieldsOf, type Difference } from "./compare.ts";
import type { Json } from "../cluster/request.ts";
import { keptManager, type ManagedFields } from "./managers.ts";

/** Pulumi's provider takes over what a manager of such a name holds, and takes away what of it nobody asks for. */
const handedOver = "kubectl-handed-over";

/** Where it is missing, the next update has something to send. */
const sent = "app.kubernetes.io/part-of";

/**
 * The JSON patch that lets Pulumi's next update of an object mend it: what others hold and nobody asks for is handed
 * over to a manager that the provider takes over from, and what is to stay (`kept`, by path) is put out of its reach.
 * Nothing but metadata changes, so no pod does. Undefined where there is nothing to hand over. Pure.
 */
export function handOver(applied: unknown, live: Json, kept: readonly string[], at: Date): object[] | undefined {
  const found = differences(applied, live);
  if (found.length === 0) return undefined;
  const stays = ({ path }: Difference): boolean => kept.includes(pathText(path));
  const entries = managedFieldsOf(live).flatMap((entry, index) => {
    const here = found.filter((difference) => difference.entry === index);
    return here.length === 0 ? [entry] : parted(entry, here, stays, `${handedOver}-${index}`, at);
  });
  const { metadata } = live;
  const mended = found.filter((difference) => !stays(difference));
  // An update is sent where Pulumi sees a difference; it sees none in what it never asked for.
  const nudge = mended.length > 0 && mended.every(isUnseen) && hasLabel(metadata);
  return [
    {
      op: "test",
      path: "/metadata/resourceVersion",
      value: isPlainObject(metadata) ? metadata.resourceVersion : undefined,
    },
    { op: "replace", path: "/metadata/managedFields", value: entries },
    ...(nudge ? [{ op: "remove", path: `/metadata/labels/${sent.replaceAll("/", "~1")}` }] : []),
  ];
}

/** Of a list Pulumi's state has as many items as were asked for: what comes after them it does not see. */
function isUnseen({ applied, live }: Difference): boolean {
  if (applied === undefined) return true;
  return (
    Array.isArray(applied) &&
    Array.isArray(live) &&
    live.length > applied.length &&
    holds(live.slice(0, applied.length), applied)
  );
}

function parted(
  entry: ManagedFields,
  found: readonly Difference[],
  stays: (difference: Difference) => boolean,
  manager: string,
  at: Date,
): ManagedFields[] {
  const { fieldsV1 = {}, apiVersion = "", manager: from = "", time = stamp(at) } = entry;
  const paths = (wanted: boolean) => found.filter((difference) => stays(difference) === wanted).map(({ path }) => path);
  const base = { operation: "Update", apiVersion, time, fieldsType: "FieldsV1" };
  const parts = [
    {
      ...entry,
      fieldsV1: omit(
        fieldsV1,
        found.map(({ path }) => path),
      ),
    },
    { ...base, manager, fieldsV1: pick(fieldsV1, paths(false)) },
    { ...base, manager: keptManager(from), fieldsV1: pick(fieldsV1, paths(true)) },
  ];
  return parts.filter((part) => Object.keys(part.fieldsV1).length > 0);
}

function hasLabel(metadata: unknown): boolean {
  return isPlainObject(metadata) && isPlainObject(metadata.labels) && sent in metadata.labels;
}

/** As the API server counts. */
function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
