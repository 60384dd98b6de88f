import { Problem, UnreachableProblem } from "../../../errors/problem.ts";
import type { OperationType, ResourceState } from "./checkpoint.ts";
import { NotLive } from "./failures.ts";
import { makeSecret } from "./propertyValue.ts";
import type { PropertyMap } from "./propertyValue.ts";
import { OperationError } from "./providers/provider.ts";
import type { InitFailure, OperationContext, OperationResult, Provider } from "./providers/provider.ts";
import type { Run } from "./run.ts";
import type { Snapshot } from "./snapshot.ts";
import type { StateFile } from "./stateFile.ts";

export type SavedState = Pick<StateFile, "save">;

/** What an operation has come to in the state, and why it is not live. */
interface Settled<R> {
  outcome: R;
  failure: InitFailure | undefined;
}

/** Changes one resource through its provider, the state always a step ahead: an operation is on record before it begins. */
export class Operations {
  readonly #run: Run;
  readonly #snapshot: Snapshot;
  readonly #file: SavedState;
  readonly #guard: (state: ResourceState) => void;
  #saving: Promise<void> = Promise.resolve();

  /** @param guard throws for a state that cannot be kept: one with a secret, where there is no passphrase. */
  constructor(run: Run, snapshot: Snapshot, file: SavedState, guard: (state: ResourceState) => void) {
    this.#guard = guard;
    this.#run = run;
    this.#snapshot = snapshot;
    this.#file = file;
  }

  /** Resolves when everything done so far is on disk. */
  async saved(): Promise<void> {
    await this.#saving;
  }

  async create(next: ResourceState, provider: Provider, replaced: ResourceState | undefined): Promise<ResourceState> {
    this.#guard(next);
    const { type, inputs = {}, customTimeouts } = next;
    const context = this.#context(next, customTimeouts?.create);
    const work = (): Promise<OperationResult> => provider.create(type, inputs, context);
    return this.#recorded(provider, next, "creating", work, (result) => {
      const at = now();
      const created = { ...withResult(next, result), created: at, modified: at };
      if (provider.local) this.#guard(created);
      if (replaced?.pendingReplacement === true) this.#snapshot.put(created, replaced);
      else {
        if (replaced !== undefined) this.#snapshot.exchange(replaced, { ...replaced, delete: true });
        this.#snapshot.put(created);
      }
      return { outcome: created, failure: result.failure };
    });
  }

  async update(old: ResourceState, next: ResourceState, provider: Provider): Promise<ResourceState> {
    this.#guard(next);
    const { inputs = {}, customTimeouts } = next;
    const context = this.#context(next, customTimeouts?.update);
    const work = (): Promise<OperationResult> => provider.update(old, inputs, context);
    return this.#recorded(provider, { ...old, ...next }, "updating", work, (result) => {
      const created = old.created === undefined ? {} : { created: old.created };
      const updated: ResourceState = { ...withResult(next, result), ...created, modified: now() };
      // As Pulumi: after an update that did not become live, the record keeps the last inputs that did.
      const kept =
        result.failure === undefined || old.inputs === undefined ? updated : { ...updated, inputs: old.inputs };
      this.#snapshot.put(kept, old);
      return { outcome: kept, failure: result.failure };
    });
  }

  /** Deletes it, or only forgets it where the program said so. */
  async delete(
    state: ResourceState,
    provider: Provider | undefined,
    after: "forget" | "await replacement",
  ): Promise<void> {
    if (state.protect === true) {
      throw new OperationError(
        `${state.urn} is protected: set its option \`protect\` to false and release, before it can be deleted`,
      );
    }
    const settle = (): Settled<void> => {
      if (after === "forget") this.#snapshot.remove(state);
      else this.#snapshot.exchange(state, { ...state, pendingReplacement: true });
      return { outcome: undefined, failure: undefined };
    };
    const stays = state.external === true || state.retainOnDelete === true;
    if (provider === undefined || stays) {
      settle();
      this.#save();
      return;
    }
    const context = this.#context(state, state.customTimeouts?.delete);
    await this.#recorded(provider, state, "deleting", () => provider.delete(state, context), settle);
  }

  #context(state: ResourceState, timeoutSeconds: number | undefined): OperationContext {
    const { emit, signal, patience } = this.#run;
    return { urn: state.urn, emit, signal, patience, timeoutSeconds, ignoreChanges: state.ignoreChanges ?? [] };
  }

  /**
   * Does `work` between two records of it. `settle` puts its result into the snapshot, in the same moment in which the
   * operation stops being pending: whenever a state is written, it holds the one or the other.
   */
  async #recorded<T, R>(
    provider: Provider,
    resource: ResourceState,
    type: OperationType,
    work: () => Promise<T>,
    settle: (result: T) => Settled<R>,
  ): Promise<R> {
    const operation = provider.local ? undefined : this.#snapshot.begin(resource, type);
    const end = (): void => {
      if (operation !== undefined) this.#snapshot.end(operation);
    };
    let settled: Settled<R>;
    try {
      if (operation !== undefined) await this.#file.save();
      const result = await work();
      settled = settle(result);
      end();
      if (!provider.local) this.#run.touched = true;
    } catch (error) {
      // Without an answer it may have been done or not: it stays on record for the next run to look at.
      if (!mayBeDone(error)) end();
      if (!(error instanceof Problem)) this.#run.touched = true;
      throw error;
    }
    this.#save();
    if (settled.failure === undefined) return settled.outcome;
    await this.saved();
    throw new NotLive(settled.failure);
  }

  /** Not awaited here: whatever comes next is on record, with this, before it begins. */
  #save(): void {
    const saving = Promise.all([this.#saving, this.#file.save()]).then(() => undefined);
    saving.catch(() => undefined);
    this.#saving = saving;
  }
}

/** Whether a request was sent and no answer came; a refused connection has done nothing. */
function mayBeDone(error: unknown): boolean {
  if (!(error instanceof UnreachableProblem)) return false;
  const { cause } = error;
  return !(cause instanceof Error && "code" in cause && (cause.code === "ECONNREFUSED" || cause.code === "ENOTFOUND"));
}

function now(): string {
  return new Date().toISOString();
}

function withResult(next: ResourceState, { id, outputs, failure }: OperationResult): ResourceState {
  return {
    ...next,
    id,
    outputs: markSecretOutputs(outputs, next.additionalSecretOutputs ?? []),
    ...(failure === undefined ? {} : { initErrors: failure.reasons }),
  };
}

function markSecretOutputs(outputs: PropertyMap, names: readonly string[]): PropertyMap {
  const marked = { ...outputs };
  for (const name of names) {
    const value = marked[name];
    if (value !== undefined) marked[name] = makeSecret(value);
  }
  return marked;
}
