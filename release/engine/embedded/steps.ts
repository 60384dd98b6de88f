import type { PropertyChange } from "../../events.ts";
import type { ResourceState } from "./checkpoint.ts";
import type { Goal } from "./goal.ts";
import { covers, parsePath } from "./propertyPath.ts";
import type { PropertyMap } from "./propertyValue.ts";
import type { ProviderDiff } from "./providers/provider.ts";

/** What is to be done for one registered resource. */
export type StepKind = "create" | "update" | "replace" | "same";

export interface Decision {
  kind: StepKind;
  changes: PropertyChange[];
  /** For a replacement: the old one has to go first. */
  deleteFirst: boolean;
}

function forcedByOption(changes: readonly PropertyChange[], paths: readonly string[]): boolean {
  const patterns = paths.map(parsePath);
  return changes.some(({ path }) =>
    patterns.some((pattern) => covers(pattern, parsePath(path)) || covers(parsePath(path), pattern)),
  );
}

/**
 * Decides on a custom resource. One whose last operation did not end live is updated again even without a change, as
 * Pulumi does; one that was deleted for its replacement is created.
 */
export function decide(
  old: ResourceState | undefined,
  goal: Pick<Goal, "replaceOnChanges" | "deleteBeforeReplace">,
  diff: ProviderDiff,
): Decision {
  const { changes } = diff;
  if (old === undefined || old.pendingReplacement === true) return { kind: "create", changes, deleteFirst: false };
  if (diff.replaces.length > 0 || forcedByOption(changes, goal.replaceOnChanges)) {
    return { kind: "replace", changes, deleteFirst: goal.deleteBeforeReplace ?? diff.deleteBeforeReplace };
  }
  if (changes.length > 0 || (old.initErrors ?? []).length > 0) return { kind: "update", changes, deleteFirst: false };
  return { kind: "same", changes: [], deleteFirst: false };
}

/** The state's record of a goal; times are the caller's. */
export function stateOf(goal: Goal, urn: string, provider: string | undefined, inputs: PropertyMap): ResourceState {
  const dependencies = Object.keys(goal.propertyDependencies).length === 0 ? undefined : goal.propertyDependencies;
  return {
    urn,
    custom: goal.custom,
    type: goal.type,
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...(goal.parent === undefined ? {} : { parent: goal.parent }),
    ...(goal.protect === true ? { protect: true } : {}),
    ...(goal.dependencies.length === 0 ? {} : { dependencies: goal.dependencies }),
    ...(provider === undefined ? {} : { provider }),
    ...(dependencies === undefined ? {} : { propertyDependencies: dependencies }),
    ...(goal.additionalSecretOutputs.length === 0 ? {} : { additionalSecretOutputs: goal.additionalSecretOutputs }),
    ...(Object.keys(goal.customTimeouts).length === 0 ? {} : { customTimeouts: goal.customTimeouts }),
    ...(goal.retainOnDelete === true ? { retainOnDelete: true } : {}),
    ...(goal.deletedWith === undefined ? {} : { deletedWith: goal.deletedWith }),
    ...(goal.ignoreChanges.length === 0 ? {} : { ignoreChanges: goal.ignoreChanges }),
    ...(goal.replaceOnChanges.length === 0 ? {} : { replaceOnChanges: goal.replaceOnChanges }),
    ...(goal.sourcePosition === undefined ? {} : { sourcePosition: goal.sourcePosition }),
    ...(goal.stackTrace.length === 0 ? {} : { stackTrace: goal.stackTrace }),
  };
}
