import { isDeepStrictEqual } from "node:util";
import type { Service } from "../../components/config/stackConfig.ts";
import type { AnyManifest } from "../../components/objects/manifest.ts";
import { hasSecret } from "../../components/objects.ts";
import { renderService } from "../../components/render.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { FoundDrift } from "../../drift/drift.ts";
import { apiVersionOf } from "../../engine/urn.ts";
import { describedService } from "../../parameters/describedService.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleasePlan, ServicePlan } from "../plan.ts";
import { neededRights } from "./cluster.ts";
import type { Removal } from "../removal.ts";
import { checkRights, type Right } from "./rights.ts";

/**
 * That this user may do what the plan is going to do: an autoscaler that is new, an Ingress that goes. What every release
 * needs was asked before. @throws UsageProblem NO_RIGHTS, before anything is touched
 */
export async function checkPlannedRights(
  plan: ReleasePlan,
  stack: Stack,
  mended: readonly FoundDrift[],
  cluster: Cluster,
): Promise<void> {
  const asked = neededRights(stack.namespace);
  const more = plannedRights(plan, stack, mended).filter(
    (right) => !asked.some((known) => isDeepStrictEqual(known, right)),
  );
  const next = "ask somebody with the owner role to release it, or to bind you to that role: release rbac prints it";
  await checkRights(cluster, more, next);
}

/** What the plan's changes need, as far as parameters tell: what is in the cluster is Pulumi's to know. Pure. */
export function plannedRights(plan: ReleasePlan, stack: Stack, mended: readonly FoundDrift[] = []): Right[] {
  const leaving = plan.removals.flatMap((removal) => rightsToRemove(removal, stack));
  const changed = plan.services.flatMap((service) => {
    const after = stack.config.services.find(({ name }) => name === service.service);
    const before = serviceBefore(service, stack);
    return after === undefined || before === "unknown" ? [] : rightsFor(objectsOf(before), objectsOf(after));
  });
  const rights = [...changed, ...leaving, ...mended.flatMap(rightsToMend)];
  return rights.filter((right, index) => rights.findIndex((other) => isDeepStrictEqual(other, right)) === index);
}

/** As the last good release had it; undefined where there is none. What was right then may be wrong now. */
function serviceBefore({ service, before }: ServicePlan, stack: Stack): Service | undefined | "unknown" {
  return before === undefined ? undefined : (describedService(service, before, stack) ?? "unknown");
}

/** Of what leaves, all its objects go but the volumes that stay. */
function rightsToRemove({ service, after, go }: Removal, stack: Stack): Right[] {
  const gone = [...objectsOf(describedService(service, after, stack))].filter(
    ([, { kind, metadata }]) => kind !== "PersistentVolumeClaim" || go.includes(metadata.name),
  );
  return rightsFor(new Map(gone), new Map());
}

/** Of what is gone or was changed by hand. A namespace is asked for where it is made. */
function rightsToMend({ urn, kind, namespace, state }: FoundDrift): Right[] {
  if (namespace === undefined) return [];
  const manifest = { apiVersion: apiVersionOf(urn), kind, metadata: { name: "", namespace, labels: {} } };
  return state === "lost" ? [right("create", manifest), right("patch", manifest)] : [right("patch", manifest)];
}

/** A service's objects by what tells them apart. */
function objectsOf(service: Service | undefined): Map<string, AnyManifest> {
  if (service === undefined) return new Map();
  const { namespace } = service;
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "secrets", namespace, labels: {} } };
  const all = [...renderService(service), ...(hasSecret(service) ? [secret] : [])];
  return new Map(all.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));
}

function rightsFor(before: Map<string, AnyManifest>, after: Map<string, AnyManifest>): Right[] {
  return [
    // Pulumi makes and changes by server-side apply, which is a patch.
    ...[...after].flatMap(([key, manifest]) => {
      const old = before.get(key);
      if (old === undefined) return [right("create", manifest), right("patch", manifest)];
      return isDeepStrictEqual(old, manifest) ? [] : [right("patch", manifest)];
    }),
    ...[...before].flatMap(([key, manifest]) => (after.has(key) ? [] : [right("delete", manifest)])),
  ];
}

function right(verb: Right["verb"], { apiVersion, kind, metadata }: AnyManifest): Right {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return { namespace: metadata.namespace ?? "default", verb, group, resource: plural(kind) };
}

/** As the API server calls a kind's collection: `networkpolicies`, `ingresses`. */
function plural(kind: string): string {
  const word = kind.toLowerCase();
  if (word.endsWith("y")) return `${word.slice(0, -1)}ies`;
  return word.endsWith("s") ? `${word}es` : `${word}s`;
}
