import { kindWord } from "../../components/kubernetes/fields.ts";
import { apiStatus } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { asker, type ApiRequest, type Ask, type Json } from "../../cluster/request.ts";
import type { FoundDrift } from "../../drift/drift.ts";
import { kindPath, objectPath } from "../../drift/kinds.ts";
import { deniedChange } from "../../cluster/denied.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleasePlan } from "../plan.ts";
import { fieldChanges, type FieldChange } from "./fieldChanges.ts";

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

/** The policy holds all objects of a namespace alike, so that one change tells whether it holds this user. */
async function deniedOf([first, ...others]: readonly FieldChange[], ask: Ask): Promise<Denied[]> {
  const denied = first === undefined ? undefined : await tried(first, ask);
  if (denied === undefined) return [];
  const rest = await Promise.all(others.map((change) => tried(change, ask)));
  return [denied, ...rest.filter((found) => found !== undefined)];
}

async function tried({ service, object, change, mends }: FieldChange, ask: Ask): Promise<Denied | undefined> {
  const made = change !== "delete" && "make" in change;
  const path = made ? kindPath(object) : objectPath(object, object.name);
  if (path === undefined) return undefined;
  try {
    const query = change !== "delete" && "apply" in change ? "&fieldManager=release-check&force=true" : "";
    await ask(`${path}?dryRun=All${query}`, requestOf(change, object.kind));
    return undefined;
  } catch (error) {
    // Whatever else is wrong is told by what comes to it: rights are asked for, the object may be gone.
    const what = deniedChange(apiStatus(error)?.message ?? "");
    if (what === undefined) return undefined;
    return { ...(service === undefined ? {} : { service }), what, ...(mends === undefined ? {} : { mends }) };
  }
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
    const basic = asked.filter(({ path }) => path.startsWith("basic."));
    const refused = denied.filter(({ service }) => (service ?? "the stack") === name);
    return [
      ...basic.map(({ path, before, after }) => `${path.slice(6)}: ${before ?? "(none)"} → ${after ?? "(none)"}`),
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
