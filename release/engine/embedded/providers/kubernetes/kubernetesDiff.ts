import type { ResourceState } from "../../checkpoint.ts";
import { differences, propertyChange } from "../../diff.ts";
import { covers, parsePath } from "../../propertyPath.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import type { ProviderDiff } from "../provider.ts";
import { lastInputs } from "./checkpointObject.ts";
import { forcedReplacements } from "./forcedReplacement.ts";
import { annotation, nameOf, namespaceOf } from "./kubernetesObject.ts";

/**
 * Compares inputs with those the object was last made of. What only the server sets does not count, and what others
 * changed on the cluster counts from the next refresh on, as in Pulumi.
 */
export function kubernetesDiff(old: ResourceState, inputs: PropertyMap): ProviderDiff {
  const before = lastInputs(old.outputs, old.inputs);
  const changes = differences(before, inputs).map(propertyChange);
  const forced = forcedReplacements(before).map(parsePath);
  const replaces = changes
    .map(({ path }) => path)
    .filter((path) => forced.some((pattern) => covers(pattern, parsePath(path)) || covers(parsePath(path), pattern)));
  const sameName = nameOf(before) === nameOf(inputs) && namespaceOf(before) === namespaceOf(inputs);
  return {
    changes,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && sameName && annotation(inputs, "autonamed") !== "true",
  };
}
