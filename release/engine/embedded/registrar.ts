import { UsageProblem } from "../../../errors/problem.ts";
import { aliasUrns } from "./aliases.ts";
import type { ResourceState } from "./checkpoint.ts";
import { CustomResources } from "./customResources.ts";
import type { Goal } from "./goal.ts";
import { equal, omit } from "./propertyValue.ts";
import type { PropertyMap } from "./propertyValue.ts";
import type { Registered, RegistrarParts } from "./registration.ts";
import { stepOf } from "./run.ts";
import { stateOf } from "./steps.ts";
import { refuseUnsupported } from "./unsupported.ts";
import { isProviderType, makeUrn, packageOf } from "./urn.ts";

const never = new Promise<never>(() => undefined);

/** Takes the program's registrations: finds each resource in the state, decides what to do, does it. */
export class Registrar {
  readonly #parts: RegistrarParts;
  readonly #customs: CustomResources;
  readonly #seen = new Set<string>();
  /** Other URNs a resource of this run had, for its children. */
  readonly #aliases = new Map<string, string[]>();

  constructor(parts: RegistrarParts) {
    this.#parts = parts;
    this.#customs = new CustomResources(parts);
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

  async #register(declared: Goal): Promise<Registered | undefined> {
    const { stack, project } = this.#parts;
    const goal = inherit(declared, this.#parts.snapshot.find(declared.parent ?? ""));
    const urn = makeUrn(stack, project, goal.parent, goal.type, goal.name);
    if (this.#seen.has(urn)) throw declaredTwice(goal, urn);
    this.#seen.add(urn);
    refuseUnsupported(goal, urn);
    const aliases = aliasUrns(
      { stack, project, parent: goal.parent, type: goal.type, name: goal.name },
      goal.aliases,
      this.#aliases.get(goal.parent ?? "") ?? [],
    );
    this.#aliases.set(urn, aliases);
    const old = this.#parts.snapshot.findOld([urn, ...aliases]);
    if (!goal.custom) return this.#component(goal, urn, old);
    if (isProviderType(goal.type)) return this.#provider(goal, urn, old);
    return this.#customs.register(goal, urn, old);
  }

  #component(goal: Goal, urn: string, old: ResourceState | undefined): Registered {
    const { run } = this.#parts;
    const next = this.#keep(old, {
      ...stateOf(goal, urn, undefined, goal.inputs),
      ...(old?.outputs === undefined ? {} : { outputs: old.outputs }),
    });
    run.done(stepOf({ urn, parent: goal.parent }, next.kind));
    return { urn, id: "", outputs: goal.inputs };
  }

  #provider(goal: Goal, urn: string, old: ResourceState | undefined): Registered {
    const { run, providers } = this.#parts;
    providers.reference({ type: `${packageOf(goal.type)}:`, provider: "-", version: "" });
    const id = old?.id ?? crypto.randomUUID();
    const version: PropertyMap = goal.version === "" ? {} : { version: goal.version };
    const inputs = { ...goal.inputs, ...version };
    const next = this.#keep(old, { ...stateOf(goal, urn, undefined, inputs), id, outputs: inputs });
    if (next.kind === "create") run.done(stepOf({ urn, parent: goal.parent }, "create"));
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
}

/** What a resource does not say for itself is as its parent has it. */
function inherit(goal: Goal, parent: ResourceState | undefined): Goal {
  return {
    ...goal,
    protect: goal.protect ?? parent?.protect,
    retainOnDelete: goal.retainOnDelete ?? parent?.retainOnDelete,
    deletedWith: goal.deletedWith ?? parent?.deletedWith,
  };
}

function declaredTwice({ type, name }: Goal, urn: string): UsageProblem {
  return new UsageProblem({
    code: "URN_DUPLICATE",
    what: `the program declares ${type} "${name}" twice under one parent`,
    where: urn,
    next: "give one of them another name",
  });
}
