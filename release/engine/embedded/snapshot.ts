import type { Deployment, OperationType, PendingOperation, ResourceState } from "./checkpoint.ts";
import type { PropertyMap } from "./propertyValue.ts";

/**
 * The stack's state while a run changes it: what this run has dealt with, then what it has not yet. In this order
 * Pulumi writes it, and each resource stands after those it depends on.
 */
export class Snapshot {
  #base: ResourceState[];
  #dealt: ResourceState[] = [];
  #pending: PendingOperation[];
  readonly #metadata: PropertyMap;
  readonly #encryptionSalt: string | undefined;

  constructor(deployment: Deployment) {
    this.#base = [...deployment.resources];
    this.#pending = [...deployment.pendingOperations];
    this.#metadata = deployment.metadata;
    this.#encryptionSalt = deployment.encryptionSalt;
  }

  /** Everything that is in the stack now. */
  get resources(): ResourceState[] {
    return [...this.#dealt, ...this.#base];
  }

  /** What stood in the state before and was not dealt with by this run. */
  get remaining(): readonly ResourceState[] {
    return this.#base;
  }

  get pendingOperations(): readonly PendingOperation[] {
    return this.#pending;
  }

  /** What this run knows under a URN; never one that only waits for its deletion. */
  find(urn: string): ResourceState | undefined {
    return this.#dealt.find((state) => state.urn === urn && state.delete !== true);
  }

  /** What stood before under the first of these URNs, and was not dealt with yet. */
  findOld(urns: readonly string[]): ResourceState | undefined {
    for (const urn of urns) {
      const found = this.#base.find((state) => state.urn === urn && state.delete !== true);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `state` is the outcome for what was `old`. */
  put(state: ResourceState, old?: ResourceState): void {
    if (old !== undefined) this.#drop(old);
    this.#dealt.push(state);
  }

  /** Changes one in its place. */
  exchange(old: ResourceState, state: ResourceState): void {
    const exchange = (list: ResourceState[]): ResourceState[] => list.map((each) => (each === old ? state : each));
    this.#dealt = exchange(this.#dealt);
    this.#base = exchange(this.#base);
  }

  remove(state: ResourceState): void {
    this.#drop(state);
  }

  begin(resource: ResourceState, type: OperationType): PendingOperation {
    const operation = { resource, type };
    this.#pending = [
      ...this.#pending.filter((each) => each.resource.urn !== resource.urn || each.type !== type),
      operation,
    ];
    return operation;
  }

  end(operation: PendingOperation): void {
    this.#pending = this.#pending.filter((each) => each !== operation);
  }

  deployment(): Deployment {
    return {
      resources: this.resources,
      pendingOperations: this.#pending,
      metadata: this.#metadata,
      ...(this.#encryptionSalt === undefined ? {} : { encryptionSalt: this.#encryptionSalt }),
    };
  }

  #drop(state: ResourceState): void {
    this.#base = this.#base.filter((each) => each !== state);
    this.#dealt = this.#dealt.filter((each) => each !== state);
  }
}
