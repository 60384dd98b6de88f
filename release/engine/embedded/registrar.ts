import { Problem, UsageProblem } from "../../../errors/problem.ts";
import { aliasUrns } from "./aliases.ts";
import type { ResourceState } from "./checkpoint.ts";
import type { Goal } from "./goal.ts";
import type { Hooks } from "./hooks.ts";
import { failureOf } from "./operations.ts";
import type { Operations } from "./operations.ts";
import { ignoreChanges } from "./propertyPath.ts";
import { equal, isMap, omit } from "./propertyValue.ts";
import type { PropertyMap } from "./propertyValue.ts";
import type { Provider } from "./providers/provider.ts";
import type { Providers } from "./providers/providers.ts";
import { stepOf } from "./run.ts";
import type { Run } from "./run.ts";
import type { Snapshot } from "./snapshot.ts";
import { decide, stateOf } from "./steps.ts";
import type { Decision } from "./steps.ts";
import { isProviderType, makeUrn, packageOf } from "./urn.ts";

export interface Registered {
  urn: string;
  id: string;
  outputs: PropertyMap;
  /** Left out of this run: its outputs are not known. */
  unknown?: boolean;
}

export interface RegistrarParts {
  stack: string;
  project: string;
  run: Run;
  snapshot: Snapshot;
  providers: Providers;
  operations: Operations;
  hooks: Hooks;
  /** Throws for a state that cannot be kept. */
  guard: (state: ResourceState) => void;
  dryRun: boolean;
  /** URNs to limit the run to; all when absent. */
  targets: ReadonlySet<string> | undefined;
}

const never = new Promise<never>(() => undefined);

/** Takes the program's registrations: finds each resource in the state, decides what to do, does it. */
export class Registrar {
  readonly #parts: RegistrarParts;
  readonly #seen = new Set<string>();
  /** Other URNs a resource of this run had, for its children. */
  readonly #aliases = new Map<string, string[]>();

  constructor(parts: RegistrarParts) {
    this.#parts = parts;
  }

  /** Resolves when the resource is live; never, once the run is stopping. */
  async register(goal: Goal): Promise<Registered> {
    const { run } = this.#parts;
    if (run.stopping) return never;
    const registered = await run.running(() => this.#register(goal));
    return registered ?? never;
  }

  registerOutputs(urn: string, outputs: PropertyMap): void {
    const state = this.#parts.snapshot.find(urn);
    if (state === undefined) return;
    const rest = omit(state, "outputs");
    const next = Object.keys(outputs).length === 0 ? rest : { ...rest, outputs };
    if (!this.#parts.dryRun) this.#parts.guard(next);
    if (!equal(state as unknown as PropertyMap, next)) this.#parts.snapshot.exchange(state, next);
  }

  async #register(goal: Goal): Promise<Registered | undefined> {
    const { stack, project } = this.#parts;
    const urn = makeUrn(stack, project, goal.parent, goal.type, goal.name);
    this.#refuseUnsupported(goal, urn);
    const aliases = aliasUrns(
      { stack, project, parent: goal.parent, type: goal.type, name: goal.name },
      goal.aliases,
      this.#aliases.get(goal.parent ?? "") ?? [],
    );
    this.#aliases.set(urn, aliases);
    const old = this.#old([urn, ...aliases]);
    if (!goal.custom) return this.#component(goal, urn, old);
    if (isProviderType(goal.type)) return this.#provider(goal, urn, old);
    return this.#custom(goal, urn, old);
  }

  /** @throws UsageProblem for what this engine does not do. */
  #refuseUnsupported(goal: Goal, urn: string): void {
    if (this.#seen.has(urn)) {
      throw new UsageProblem({
        code: "URN_DUPLICATE",
        what: `the program declares ${goal.type} "${goal.name}" twice under one parent`,
        where: urn,
        next: "give one of them another name",
      });
    }
    this.#seen.add(urn);
    const pulumi = "use the pulumi engine: --engine pulumi";
    if (goal.importId !== "") {
      throw new UsageProblem({
        code: "IMPORT_UNSUPPORTED",
        what: `the embedded engine does not import existing resources (option \`import\` of "${goal.name}")`,
        where: urn,
        next: pulumi,
      });
    }
    if (goal.remote) {
      throw new UsageProblem({
        code: "PACKAGE_UNSUPPORTED",
        what: `${goal.type} is a component made by a plugin, which the embedded engine does not run`,
        where: urn,
        next: pulumi,
      });
    }
  }

  #old(urns: readonly string[]): ResourceState | undefined {
    const { remaining } = this.#parts.snapshot;
    for (const urn of urns) {
      const found = remaining.find((state) => state.urn === urn && state.delete !== true);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #component(goal: Goal, urn: string, old: ResourceState | undefined): Registered {
    const { run } = this.#parts;
    const next = this.#keep(old, {
      ...stateOf(goal, urn, undefined, goal.inputs),
      ...(old?.outputs === undefined ? {} : { outputs: old.outputs }),
    });
    run.done(stepOf(urn, next.kind));
    return { urn, id: "", outputs: goal.inputs };
  }

  #provider(goal: Goal, urn: string, old: ResourceState | undefined): Registered {
    const { run, providers } = this.#parts;
    providers.reference({ type: `${packageOf(goal.type)}:`, provider: "-", version: "" });
    const id = old?.id ?? crypto.randomUUID();
    const version: PropertyMap = goal.version === "" ? {} : { version: goal.version };
    const inputs = { ...goal.inputs, ...version };
    const next = this.#keep(old, { ...stateOf(goal, urn, undefined, inputs), id, outputs: inputs });
    if (next.kind === "create") run.done(stepOf(urn, "create"));
    return { urn, id, outputs: inputs };
  }

  /** Records a resource that no provider makes. */
  #keep(old: ResourceState | undefined, next: ResourceState): { kind: "create" | "same" } {
    const at = new Date().toISOString();
    if (!this.#parts.dryRun) this.#parts.guard(next);
    const dated = { ...next, created: old?.created ?? at, modified: old?.modified ?? at };
    const same = old !== undefined && equal(old as unknown as PropertyMap, dated);
    this.#parts.snapshot.put(same ? old : dated, old);
    return { kind: old === undefined ? "create" : "same" };
  }

  async #custom(goal: Goal, urn: string, old: ResourceState | undefined): Promise<Registered | undefined> {
    const { providers, targets, run } = this.#parts;
    const reference = providers.reference(goal);
    if (targets !== undefined && !targets.has(urn)) return this.#untouched(urn, old);
    const provider = providers.of(reference);
    const live = old?.pendingReplacement === true ? undefined : old;
    let step = stepOf(urn, old === undefined ? "create" : "update");
    try {
      const given =
        live === undefined
          ? goal.inputs
          : ignoreChanges(goal.inputs, isMap(live.inputs) ? live.inputs : {}, goal.ignoreChanges);
      const inputs = await provider.check(goal.type, goal.name, given, live);
      const decision = decide(
        old,
        goal,
        live === undefined ? { changes: [], replaces: [], deleteBeforeReplace: false } : provider.diff(live, inputs),
      );
      step = stepOf(urn, decision.kind, decision.changes);
      // A name given by chance is given anew for what takes another's place.
      const fresh = decision.kind === "replace" ? await provider.check(goal.type, goal.name, given, undefined) : inputs;
      const next = stateOf(goal, urn, reference, fresh);
      if (this.#parts.dryRun) return await this.#preview(step, decision, old, next, provider);
      if (decision.kind === "same" && old !== undefined) return this.#same(step, old, next);
      run.started(step);
      const state = await this.#change(decision, old, next, provider, goal);
      run.done(step);
      return { urn, id: state.id ?? "", outputs: state.outputs ?? {} };
    } catch (error) {
      if (error instanceof Problem) throw error;
      run.failed(failureOf(step, error));
      return undefined;
    }
  }

  async #change(
    decision: Decision,
    old: ResourceState | undefined,
    next: ResourceState,
    provider: Provider,
    goal: Goal,
  ): Promise<ResourceState> {
    const { operations, hooks } = this.#parts;
    const around = (kind: "Create" | "Update", work: () => Promise<ResourceState>): Promise<ResourceState> =>
      hooks.around(kind, goal.hooks, old, next, work);
    if (decision.kind === "update" && old !== undefined)
      return around("Update", () => operations.update(old, next, provider));
    let replaced = old;
    if (decision.deleteFirst && old !== undefined) {
      await operations.delete(old, provider, "await replacement");
      replaced = this.#old([old.urn]);
    }
    return around("Create", () => operations.create(next, provider, replaced));
  }

  #same(step: ReturnType<typeof stepOf>, old: ResourceState, next: ResourceState): Registered {
    const { run, snapshot } = this.#parts;
    const { id, outputs, created, modified } = old;
    const inputs = old.inputs !== undefined && equal(old.inputs, next.inputs) ? old.inputs : next.inputs;
    const same = Object.fromEntries(
      Object.entries({ ...next, id, inputs, outputs, created, modified }).filter(([, value]) => value !== undefined),
    ) as unknown as ResourceState;
    const unchanged = equal(old as unknown as PropertyMap, same as unknown as PropertyMap);
    snapshot.put(unchanged ? old : same, old);
    run.done(step);
    return { urn: next.urn, id: id ?? "", outputs: outputs ?? {} };
  }

  /** Not among the targets: stays as it is in the state. */
  #untouched(urn: string, old: ResourceState | undefined): Registered {
    if (old === undefined) return { urn, id: "", outputs: {}, unknown: true };
    this.#parts.snapshot.put(old, old);
    this.#parts.run.done(stepOf(urn, "same"));
    return { urn, id: old.id ?? "", outputs: old.outputs ?? {} };
  }

  async #preview(
    step: ReturnType<typeof stepOf>,
    decision: Decision,
    old: ResourceState | undefined,
    next: ResourceState,
    provider: Provider,
  ): Promise<Registered> {
    const { run, snapshot } = this.#parts;
    const kept = decision.kind === "update" || decision.kind === "same" ? old : undefined;
    const context = {
      urn: next.urn,
      emit: run.emit,
      signal: run.signal,
      timeoutSeconds: undefined,
      ignoreChanges: next.ignoreChanges ?? [],
    };
    const outputs =
      decision.kind === "same"
        ? (old?.outputs ?? {})
        : await provider.preview(next.type, next.inputs ?? {}, kept, context);
    if (decision.kind === "replace" && old !== undefined) snapshot.exchange(old, { ...old, delete: true });
    snapshot.put(
      { ...next, outputs, ...(kept?.id === undefined ? {} : { id: kept.id }) },
      kept ?? (old?.pendingReplacement === true ? old : undefined),
    );
    run.done(step);
    return { urn: next.urn, id: kept?.id ?? "", outputs };
  }
}
