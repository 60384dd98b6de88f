import type { OpType, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { differences, propertyChange, type Difference } from "./changes.ts";
import type { PropertyChange, ResourceStep, StepOperation } from "./events.ts";
import { covers, parsePath } from "./propertyPath.ts";
import { parseUrn, serviceOf } from "./urn.ts";

/** Pulumi's operations in our words; those left out are steps of another one, or of Pulumi's own bookkeeping. */
const operations: Partial<Record<OpType, StepOperation>> = {
  same: "same",
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  "create-replacement": "replace",
  "import-replacement": "replace",
  delete: "delete",
  read: "read",
  "read-replacement": "read",
  refresh: "refresh",
};

/** One step of Pulumi's as ours; undefined for bookkeeping and for providers, which are no objects of anybody's. */
export function stepOf(metadata: StepEventMetadata): ResourceStep | undefined {
  const operation = operations[metadata.op];
  if (operation === undefined || metadata.type.startsWith("pulumi:providers:")) return undefined;
  const { name } = parseUrn(metadata.urn);
  const service = serviceOf(metadata.urn, (metadata.new ?? metadata.old)?.parent);
  return {
    urn: metadata.urn,
    type: metadata.type,
    name,
    ...(service === undefined ? {} : { service }),
    operation,
    changes: operation === "same" ? [] : changesOf(metadata),
  };
}

/** What differs: the inputs' differences, as far as the provider's detailed diff calls them one; drift by its path alone. */
export function changesOf({ old, new: next, detailedDiff, op }: StepEventMetadata): PropertyChange[] {
  if (op === "delete" || op === "read") return [];
  const found = differences(inputsOf(old), inputsOf(next));
  const paths = Object.keys(detailedDiff ?? {});
  if (paths.length === 0) return withoutDirectives(found.map(propertyChange));
  const told = found.filter((difference) => paths.some((path) => isUnder(difference, path)));
  const drifted = paths.filter((path) => !found.some((difference) => isUnder(difference, path)));
  return withoutDirectives([...told.map(propertyChange), ...drifted.map((path) => ({ path }))]);
}

/** How long Pulumi is to wait is no property of what runs; it is shown where nothing else changes. */
function withoutDirectives(changes: PropertyChange[]): PropertyChange[] {
  const others = changes.filter(({ path }) => !path.startsWith('metadata.annotations["pulumi.com/'));
  return others.length > 0 ? others : changes;
}

function isUnder({ path }: Difference, reported: string): boolean {
  const parts = parsePath(reported);
  return covers(parts, path) || covers(path.map(String), parts);
}

/** Plain JSON, secrets already replaced by `[secret]`. */
function inputsOf(state: { inputs?: Record<string, unknown> } | undefined): Record<string, unknown> {
  return state?.inputs ?? {};
}
