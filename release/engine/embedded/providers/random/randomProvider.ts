import type { ResourceState } from "../../checkpoint.ts";
import { differences, propertyChange } from "../../diff.ts";
import { copySecretness, revealAll, unknownValue } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import type { OperationResult, Provider, ProviderDiff, ReadResult } from "../provider.ts";
import { randomKinds } from "./kinds.ts";
import { rawStateDelta } from "./rawState.ts";

/** Values made once and kept in the state; any change of their settings makes new ones. */
export class RandomProvider implements Provider {
  readonly local = true;
  readonly #keepsSecrets: boolean;

  /** @param keepsSecrets whether the state can hold secrets: Pulumi's own bookkeeping for these values is one. */
  constructor(keepsSecrets: boolean) {
    this.#keepsSecrets = keepsSecrets;
  }

  check(type: string, _name: string, inputs: PropertyMap): Promise<PropertyMap> {
    if (randomKinds[type] !== undefined) return Promise.resolve(inputs);
    const known = Object.keys(randomKinds).map((kind) => kind.split(":").at(-1));
    return Promise.reject(
      new OperationError(
        `the embedded engine does not make ${type}; it makes ${known.join(", ")}. Use the pulumi engine (--engine pulumi)`,
      ),
    );
  }

  diff(old: ResourceState, inputs: PropertyMap): ProviderDiff {
    const changes = differences(old.inputs ?? {}, inputs).map(propertyChange);
    return { changes, replaces: changes.map(({ path }) => path), deleteBeforeReplace: false };
  }

  create(type: string, inputs: PropertyMap): Promise<OperationResult> {
    const make = randomKinds[type];
    if (make === undefined) return Promise.reject(new OperationError(`unknown type ${type}`));
    const { id, outputs } = make(revealAll(inputs));
    return Promise.resolve({
      id,
      outputs: { ...copySecretness(outputs, inputs), ...(this.#keepsSecrets ? rawStateDelta(type, outputs) : {}) },
    });
  }

  update(old: ResourceState): Promise<OperationResult> {
    return Promise.resolve({ id: old.id ?? "", outputs: old.outputs ?? {} });
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  read(state: ResourceState): Promise<ReadResult | undefined> {
    return Promise.resolve({ id: state.id ?? "", inputs: state.inputs ?? {}, outputs: state.outputs ?? {} });
  }

  adopt(): Promise<ReadResult | undefined> {
    return Promise.resolve(undefined);
  }

  preview(type: string, inputs: PropertyMap, old: ResourceState | undefined): Promise<PropertyMap> {
    if (old !== undefined) return Promise.resolve(old.outputs ?? {});
    const made = randomKinds[type]?.(revealAll(inputs)).outputs ?? {};
    const unknowns = Object.fromEntries(
      Object.keys(made)
        .filter((key) => inputs[key] === undefined)
        .map((key) => [key, unknownValue]),
    );
    return Promise.resolve({ ...unknowns, ...inputs });
  }
}
