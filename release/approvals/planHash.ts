import { createHash } from "node:crypto";
import { renderService } from "../../components/render.ts";
import { canonicalJson } from "../../components/objects.ts";
import { omit } from "../../components/config/omit.ts";
import { isPlainObject } from "../../components/config/layers.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import { objectText } from "../../drift/drift.ts";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ServiceChange } from "../../records/record.ts";
import type { ReleasePlan } from "../plan.ts";

/**
 * A hash of what a plan does: parameters before and after, what leaves, what is mended, and the objects that the parameters
 * come to here, so that another version of a template is another plan. Stamps, new at each call, are not told apart. Pure.
 * @param stack as the engine is to see it
 */
export function planHash(plan: ReleasePlan, stack: Pick<Stack, "config">): string {
  const { kind, project, services, removals } = plan;
  const names = services.length === 0 ? plan.unchanged.map(({ service }) => service) : services.map(nameOf);
  const all = {
    ...{ kind, project, stack: plan.stack },
    services: services.map(stateOf),
    removals: removals.map(({ renamedTo, withData, ...of }) => ({ ...stateOf(of), renamedTo, withData })),
    mended: mendedOf(plan),
    objects: stack.config.services.filter(({ name }) => names.includes(name)).map(objectsOf),
  };
  return createHash("sha256").update(canonicalJson(all)).digest("hex");
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
  return { service, namespace, before, after: withoutStamps(before, after) };
}

const stamps = ["restartedAt", "jobsAgain"];

function withoutStamps(before: ServiceParameters | undefined, { basic, release, secrets }: ServiceParameters): object {
  const steady = Object.entries(release).map(([key, value]) => [
    key,
    stamps.includes(key) && value !== before?.release[key] ? "new" : key === "canary" ? withoutPods(value) : value,
  ]);
  return { basic, secrets, release: Object.fromEntries(steady) as object };
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
