import type { Emit, PropertyChange } from "../../../events.ts";
import type { Cause, WorkloadRef } from "../../../rollout/verdict.ts";
import type { ResourceState } from "../checkpoint.ts";
import type { PropertyMap } from "../propertyValue.ts";

/** What a provider would have to do to come from an old state to new inputs. */
export interface ProviderDiff {
  changes: PropertyChange[];
  /** Paths of changed properties that cannot change in place. */
  replaces: string[];
  /** The new one would have the old one's name. */
  deleteBeforeReplace: boolean;
}

export interface OperationContext {
  urn: string;
  emit: Emit;
  signal: AbortSignal;
  /** Ends the waiting for it to become live: {@link import("../run.ts").Run.patience}. */
  patience: AbortSignal;
  /** Pulumi's `customTimeouts` for this operation, in seconds. */
  timeoutSeconds: number | undefined;
  /** Properties the program leaves to others (`ignoreChanges`). */
  ignoreChanges: readonly string[];
}

/** The resource exists and is recorded, but did not become live. */
export interface InitFailure {
  /** Nothing is known against it: the waiting for it was ended. */
  unfinished?: boolean;
  message: string;
  /** Kept in the state: why it is not live. */
  reasons: string[];
  workload?: WorkloadRef;
  cause?: Cause;
  timedOut?: boolean;
}

export interface OperationResult {
  id: string;
  outputs: PropertyMap;
  failure?: InitFailure;
}

export interface ReadResult {
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
}

/** The operation changed nothing; the message is for a person. */
export class OperationError extends Error {
  override name = "OperationError";
}

/** What makes resources of one package. Inputs and outputs carry Pulumi's secret markers. */
export interface Provider {
  /** Whether its operations reach nothing outside the state: they need no record before they begin. */
  readonly local: boolean;
  /** Inputs with defaults and names filled in, in the shape the state keeps. */
  check(type: string, name: string, inputs: PropertyMap, old: ResourceState | undefined): Promise<PropertyMap>;
  diff(old: ResourceState, inputs: PropertyMap): ProviderDiff;
  create(type: string, inputs: PropertyMap, context: OperationContext): Promise<OperationResult>;
  update(old: ResourceState, inputs: PropertyMap, context: OperationContext): Promise<OperationResult>;
  delete(old: ResourceState, context: OperationContext): Promise<void>;
  /** Undefined when it is gone. */
  read(state: ResourceState): Promise<ReadResult | undefined>;
  /** What a killed run had begun to create: undefined when it did not come into being, or is another's. */
  adopt(begun: ResourceState): Promise<ReadResult | undefined>;
  /** What a create (`old` absent) or an update would give, without doing it; values not known yet are unknown. */
  preview(
    type: string,
    inputs: PropertyMap,
    old: ResourceState | undefined,
    context: OperationContext,
  ): Promise<PropertyMap>;
}
