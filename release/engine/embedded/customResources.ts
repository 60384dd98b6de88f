import type { ResourceStep } from "../../events.ts";
import type { ResourceState } from "./checkpoint.ts";
import type { Goal } from "./goal.ts";
import { report } from "./failures.ts";
import { ignoreChanges } from "./propertyPath.ts";
import { equal } from "./propertyValue.ts";
import type { PropertyMap } from "./propertyValue.ts";
import type { Provider } from "./providers/provider.ts";
import type { Registered, RegistrarParts } from "./registration.ts";
import { stepOf } from "./run.ts";
import { decide, stateOf } from "./steps.ts";
import type { Decision } from "./steps.ts";

const noDifference = { changes: [], replaces: [], deleteBeforeReplace: false };

/** What is to be done for one resource, and from what to what. */
interface Plan {
  step: ResourceStep;
  decision: Decision;
  old: ResourceState | undefined;
  next: ResourceState;
}

/** Resources that a provider makes: checks, compares, decides, does. */
export class CustomResources {
  readonly #parts: RegistrarParts;

  constructor(parts: RegistrarParts) {
    this.#parts = parts;
  }

  /** Undefined when it failed, or the run is stopping. */
  async register(goal: Goal, urn: string, old: ResourceState | undefined): Promise<Registered | undefined> {
    const { providers, targets, run, dryRun } = this.#parts;
    const reference = providers.reference(goal);
    if (targets !== undefined && !targets.has(urn)) return this.#untouched(urn, old);
    const provider = providers.of(reference);
    let step = stepOf({ urn, parent: goal.parent }, old === undefined ? "create" : "update");
    try {
      const plan = await this.#plan(goal, urn, reference, provider, old);
      step = plan.step;
      if (run.stopping) return undefined;
      if (dryRun) return await this.#preview(plan, provider);
      if (plan.decision.kind === "same" && old !== undefined) return this.#same(plan, old);
      run.started(step);
      const state = await this.#change(plan, provider, goal);
      run.done(step);
      return { urn, id: state.id ?? "", outputs: state.outputs ?? {} };
    } catch (error) {
      report(run, step, error);
      return undefined;
    }
  }

  async #plan(
    goal: Goal,
    urn: string,
    reference: string,
    provider: Provider,
    old: ResourceState | undefined,
  ): Promise<Plan> {
    // One that was deleted for its replacement is on record, and not there.
    const live = old?.pendingReplacement === true ? undefined : old;
    const given = live === undefined ? goal.inputs : ignoreChanges(goal.inputs, live.inputs ?? {}, goal.ignoreChanges);
    const inputs = await provider.check(goal.type, goal.name, given, live);
    const decision = decide(old, goal, live === undefined ? noDifference : provider.diff(live, inputs));
    // A name given by chance is given anew for what takes another's place.
    const fresh = decision.kind === "replace" ? await provider.check(goal.type, goal.name, given, undefined) : inputs;
    return {
      step: stepOf({ urn, parent: goal.parent }, decision.kind, decision.changes),
      decision,
      old,
      next: stateOf(goal, urn, reference, fresh),
    };
  }

  async #change({ decision, old, next }: Plan, provider: Provider, goal: Goal): Promise<ResourceState> {
    const { operations, hooks, snapshot } = this.#parts;
    if (decision.kind === "update" && old !== undefined) {
      return hooks.around("Update", goal.hooks, old, next, () => operations.update(old, next, provider));
    }
    let replaced = old;
    if (decision.deleteFirst && old !== undefined) {
      await operations.delete(old, provider, "await replacement");
      replaced = snapshot.findOld([old.urn]);
    }
    return hooks.around("Create", goal.hooks, old, next, () => operations.create(next, provider, replaced));
  }

  #same({ step, next }: Plan, old: ResourceState): Registered {
    const { run, snapshot } = this.#parts;
    const { id, outputs, created, modified } = old;
    const inputs = old.inputs !== undefined && equal(old.inputs, next.inputs) ? old.inputs : next.inputs;
    const fields = Object.entries({ ...next, id, inputs, outputs, created, modified });
    const same = Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as unknown as ResourceState;
    const unchanged = equal(old as unknown as PropertyMap, same as unknown as PropertyMap);
    snapshot.put(unchanged ? old : same, old);
    run.done(step);
    return { urn: next.urn, id: id ?? "", outputs: outputs ?? {} };
  }

  /** Not among the targets: stays as it is in the state. */
  #untouched(urn: string, old: ResourceState | undefined): Registered {
    if (old === undefined) return { urn, id: "", outputs: {}, unknown: true };
    this.#parts.snapshot.put(old, old);
    this.#parts.run.done(stepOf(old, "same"));
    return { urn, id: old.id ?? "", outputs: old.outputs ?? {} };
  }

  async #preview({ step, decision, old, next }: Plan, provider: Provider): Promise<Registered> {
    const { run, snapshot } = this.#parts;
    const kept = decision.kind === "update" || decision.kind === "same" ? old : undefined;
    const { emit, signal, patience } = run;
    const context = {
      urn: next.urn,
      emit,
      signal,
      patience,
      timeoutSeconds: undefined,
      ignoreChanges: next.ignoreChanges ?? [],
    };
    const outputs =
      decision.kind === "same"
        ? (old?.outputs ?? {})
        : await provider.preview(next.type, next.inputs ?? {}, kept, context);
    if (decision.kind === "replace" && old !== undefined) snapshot.exchange(old, { ...old, delete: true });
    const superseded = kept ?? (old?.pendingReplacement === true ? old : undefined);
    snapshot.put({ ...next, outputs, ...(kept?.id === undefined ? {} : { id: kept.id }) }, superseded);
    run.done(step);
    return { urn: next.urn, id: kept?.id ?? "", outputs };
  }
}
