import type { Deployment, OperationType, PendingOperation, ResourceState } from "./checkpoint.ts";
import type { PropertyMap } from "./propertyValue.ts";
import { withReference } from "./references.ts";
import { StateList } from "./stateList.ts";

/**
 * The stack's state while a run changes it: what this run has dealt with, then what it has not yet. In this order
 * Pulumi writes it, and each resource stands after those it depends on.
 */
export class Snapshot {
  readonly #base: StateList;
  readonly #dealt = new StateList();
  readonly #pending: Set<PendingOperation>;
  readonly #metadata: PropertyMap;
  readonly #encryptionSalt: string | undefined;

  constructor(deployment: Deployment) {
    this.#base = new StateList(deployment.resources);
    this.#pending = new Set(deployment.pendingOperations);
    this.#metadata = deployment.metadata;
    this.#encryptionSalt = deployment.encryptionSalt;
  }

  /** Everything that is in the stack now. */
  get resources(): ResourceState[] {
    return [...this.#dealt.all, ...this.#base.all];
  }

  /** What stood in the state before and was not dealt with by this run. */
  get remaining(): ResourceState[] {
    return this.#base.all;
  }

  /** What this run knows under a URN; never one that only waits for its deletion. */
  find(urn: string): ResourceState | undefined {
    return this.#dealt.find(urn);
  }

  /** What stood before under the first of these URNs, and was not dealt with yet. */
  findOld(urns: readonly string[]): ResourceState | undefined {
    return urns.map((urn) => this.#base.find(urn)).find((state) => state !== undefined);
  }

  /** `state` is the outcome for what was `old`. */
  put(state: ResourceState, old?: ResourceState): void {
    if (old !== undefined) this.remove(old);
    this.#dealt.add(state);
    if (old !== undefined && old.urn !== state.urn) this.#rename(old.urn, state.urn);
  }

  /** What was not dealt with yet follows a resource to its new URN: if the run ends now, the state still holds together. */
  #rename(from: string, to: string): void {
    for (const state of this.#base.all) {
      const following = withReference(state, from, to);
      if (following !== state) this.#base.exchange(state, following);
    }
  }

  /** Changes one in its place. */
  exchange(old: ResourceState, state: ResourceState): void {
    this.#dealt.exchange(old, state);
    this.#base.exchange(old, state);
  }

  remove(state: ResourceState): void {
    this.#base.remove(state);
    this.#dealt.remove(state);
  }

  begin(resource: ResourceState, type: OperationType): PendingOperation {
    const operation = { resource, type };
    this.#pending.add(operation);
    return operation;
  }

  end(operation: PendingOperation): void {
    this.#pending.delete(operation);
  }

  deployment(): Deployment {
    return {
      resources: this.resources,
      pendingOperations: [...this.#pending],
      metadata: this.#metadata,
      ...(this.#encryptionSalt === undefined ? {} : { encryptionSalt: this.#encryptionSalt }),
    };
  }
}
