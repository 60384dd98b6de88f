import { jsonHash } from "../../components/objects.ts";
import { renderService } from "../../components/render.ts";
import { omit } from "../../components/config/omit.ts";
import { isPlainObject } from "../../components/config/layers.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import { objectText } from "../../drift/drift.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ServiceChange } from "../../records/record.ts";
import type { ReleaseRequest } from "../context.ts";
import type { ReleasePlan } from "../plan.ts";
import { withoutStamps } from "../steadyPlan.ts";

type Options = Pick<ReleaseRequest, "restore" | "force" | "skipJobs" | "forceRestore" | "emptyVolumes" | "keepDrift">;

/**
 * A hash of what a plan does: parameters before and after, what leaves, what is mended, and the objects that the parameters
 * come to here, so that another version of a template is another plan; and of the options that say how. Stamps, new at each
 * call, are not told apart. Pure.
 * @param stack as the engine is to see it
 */
export function planHash(plan: ReleasePlan, stack: Pick<Stack, "config">, request: Options): string {
  const { kind, project, services, removals } = plan;
  const names = services.length === 0 ? plan.unchanged.map(({ service }) => service) : services.map(nameOf);
  const all = {
    ...{ kind, project, stack: plan.stack },
    services: services.map(stateOf),
    removals: removals.map(({ renamedTo, withData, ...of }) => ({ ...stateOf(of), renamedTo, withData })),
    mended: mendedOf(plan),
    options: optionsOf(request),
    objects: stack.config.services.filter(({ name }) => names.includes(name)).map(objectsOf),
  };
  return jsonHash(all);
}

/**
 * Of each service, a hash of the objects that it comes to beside its version and its canary: another one for other
 * parameters, and for another version of its template. Pure.
 */
export function objectHashes(stack: Pick<Stack, "config">, names: readonly string[]): Record<string, string> {
  const services = stack.config.services.filter(({ name }) => names.includes(name));
  const plain = (service: Service) => renderService({ ...service, release: { version: "any" } });
  return Object.fromEntries(services.map((service) => [service.name, jsonHash(plain(service)).slice(0, 16)]));
}

/** What is not asked for, and what is asked for in vain, are one. */
function optionsOf({ restore, force, skipJobs, forceRestore, emptyVolumes = [], keepDrift = [] }: Options): object {
  return {
    ...{ restore, force, skipJobs: skipJobs === true, forceRestore: forceRestore === true },
    ...{ emptyVolumes: emptyVolumes.toSorted(), keepDrift: keepDrift.toSorted() },
  };
}

/** `Deployment web: spec.replicas`, an object each. Pure. */
export function mendedOf({ drift }: Pick<ReleasePlan, "drift">): string[] {
  const told = (drift?.mended ?? []).map((object) => {
    const { state, fields } = object;
    const what =
      state === "lost"
        ? "is gone"
        : fields
            .filter(({ kept }) => kept !== true)
            .map(({ path }) => path)
            .join(", ");
    return `${objectText(object)}: ${what}`;
  });
  return told.sort();
}

function nameOf({ service }: ServiceChange): string {
  return service;
}

function stateOf({ service, namespace, before, after }: ServiceChange): object {
  const { basic, release, secrets } = withoutStamps(before, after);
  const { canary, ...rest } = release;
  return {
    ...{ service, namespace, before },
    after: { basic, secrets, release: canary === undefined ? rest : { ...rest, canary: withoutPods(canary) } },
  };
}

/** How many pods a canary has is worked out from those that there are now; what was asked for is its weight. */
function withoutPods(canary: unknown): unknown {
  return isPlainObject(canary) && canary.weight !== undefined ? omit(canary, "replicas") : canary;
}

function objectsOf(service: Service): unknown {
  const { canary, version } = service.release;
  const shown = canary?.weight === undefined ? canary : omit(canary, "replicas");
  return renderService({ ...service, release: { version, ...(shown === undefined ? {} : { canary: shown }) } });
}
