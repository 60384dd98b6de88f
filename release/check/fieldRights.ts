import { kindWord } from "../../components/kubernetes/fields.ts";
import { apiStatus } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { asker, type ApiRequest, type Ask, type Json } from "../../cluster/request.ts";
import type { FoundDrift } from "../../drift/drift.ts";
import { managedFieldsOf } from "../../drift/compare.ts";
import { isPulumi } from "../../drift/managers.ts";
import { kindPath, objectPath } from "../../drift/kinds.ts";
import { deniedChange } from "../../cluster/denied.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleasePlan } from "../plan.ts";
import { fieldChanges, type FieldChange } from "./fieldChanges.ts";

const ownManager = "release-check";

/** A change that the policy of `release rbac` lets nobody make but an owner. */
interface Denied {
  service?: string;
  /** `spec.replicas of Deployment web` */
  what: string;
  mends?: true;
}

/**
 * That this user may change the fields that the plan changes. Roles cannot tell one field from another, so the changes
 * are tried without being made (a dry run goes through admission). Nothing is asked for where only versions change;
 * where more does, one request for each namespace, and more only where that is denied.
 * @throws UsageProblem OWNER_NEEDED, before anything is touched
 */
export async function checkFieldRights(
  plan: Pick<ReleasePlan, "services" | "removals">,
  stack: Stack,
  drift: { mended: readonly FoundDrift[]; manifests: ReadonlyMap<string, Json> },
  cluster: Cluster,
): Promise<void> {
  const changes = fieldChanges(plan, stack, drift);
  if (changes.length === 0) return;
  const ask = asker(cluster);
  const namespaces = [...new Set(changes.map(({ object }) => object.namespace))];
  const denied = await Promise.all(
    namespaces.map((name) => {
      const here = changes.filter(({ object }) => object.namespace === name);
      return deniedOf(here, ask);
    }),
  );
  if (denied.flat().length > 0) throw ownerNeeded(denied.flat(), plan, stack, cluster);
}

/**
 * The policy holds all objects of a namespace alike, so that one change tells whether it holds this user. What may change
 * nothing tells of itself alone.
 */
async function deniedOf(changes: readonly FieldChange[], ask: Ask): Promise<Denied[]> {
  const [first, ...others] = changes.filter(({ maybe }) => maybe !== true);
  const unsure = changes.filter(({ maybe }) => maybe === true).map((change) => tried(change, ask));
  const denied = first === undefined ? undefined : await tried(first, ask);
  const rest = denied === undefined ? [] : others.map((change) => tried(change, ask));
  return [denied, ...(await Promise.all([...rest, ...unsure]))].filter((found) => found !== undefined);
}

async function tried({ service, object, change, mends, maybe }: FieldChange, ask: Ask): Promise<Denied | undefined> {
  const made = change !== "delete" && "make" in change;
  const path = made ? kindPath(object) : objectPath(object, object.name);
  if (path === undefined) return undefined;
  try {
    const applies = change !== "delete" && "apply" in change;
    const manager = maybe === true ? await pulumiManager(path, ask) : ownManager;
    const query = applies ? `&fieldManager=${encodeURIComponent(manager)}&force=true` : "";
    await ask(`${path}?dryRun=All${query}`, requestOf(change, object.kind));
    return undefined;
  } catch (error) {
    // Whatever else is wrong is told by what comes to it: rights are asked for, the object may be gone.
    const what = deniedChange(apiStatus(error)?.message ?? "");
    if (what === undefined) return undefined;
    return { ...(service === undefined ? {} : { service }), what, ...(mends === undefined ? {} : { mends }) };
  }
}

/** In whose name Pulumi applied an object: as the same one, what is asked for no more goes in the dry run too. */
async function pulumiManager(path: string, ask: Ask): Promise<string> {
  const entries = await ask(path).then(managedFieldsOf, () => []);
  return (
    entries.find(({ manager = "", operation }) => isPulumi(manager) && operation === "Apply")?.manager ?? ownManager
  );
}

function requestOf(change: FieldChange["change"], kind: string): ApiRequest {
  if (change === "delete") return { delete: true };
  if ("make" in change) return { post: change.make };
  if ("apply" in change) return { patchAs: { type: "apply-patch+yaml", patch: change.apply } };
  // Of kinds that others define the API server knows no keys of lists.
  const type = kindWord(kind) === undefined ? "merge-patch+json" : "strategic-merge-patch+json";
  return { patchAs: { type, patch: change.merge } };
}

function ownerNeeded(
  denied: readonly Denied[],
  { services }: Pick<ReleasePlan, "services">,
  stack: Stack,
  { context }: Cluster,
): UsageProblem {
  const names = [...new Set(denied.map(({ service }) => service ?? "the stack"))];
  const details = names.flatMap((name) => {
    const owner = stack.config.services.find((service) => service.name === name)?.owner;
    const asked = services.find(({ service }) => service === name)?.changes ?? [];
    const basic = asked.filter(({ path }) => /^basic([.]|$)/.test(path));
    const refused = denied.filter(({ service }) => (service ?? "the stack") === name);
    return [
      ...basic.map(
        ({ path, before, after }) =>
          `${path.slice(6) || "basic parameters"}: ${before ?? "(none)"} → ${after ?? "(none)"}`,
      ),
      ...refused.map(({ what, mends }) => `denied: ${what}${mends === true ? ", changed by hand" : ""}`),
    ].map((text) => `${name}${owner === undefined ? "" : ` (owner ${owner})`}: ${text}`);
  });
  const kept = denied.some(({ mends }) => mends === true)
    ? "; what was changed by hand is left with --keep-drift SERVICE"
    : "";
  return new UsageProblem({
    code: "OWNER_NEEDED",
    what: `this user may release versions of ${names.join(", ")}, and not change basic parameters`,
    where: `context ${context}`,
    details,
    next:
      "have an owner release it, or put the basic parameters back as they were and release the version alone" + kept,
  });
}
