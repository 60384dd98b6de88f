import { isDeepStrictEqual } from "node:util";
import type { Service } from "../../components/config/stackConfig.ts";
import { kindWord } from "../../components/kubernetes/fields.ts";
import { patchTo } from "../../components/kubernetes/patchTo.ts";
import type { AnyManifest } from "../../components/objects/manifest.ts";
import { renderService } from "../../components/render.ts";
import type { Json } from "../../cluster/request.ts";
import type { FoundDrift } from "../../drift/drift.ts";
import { apiVersionOf } from "../../engine/urn.ts";
import { describedService } from "../../parameters/describedService.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleasePlan, ServicePlan } from "../plan.ts";
import type { Removal } from "../removal.ts";

/** A change of one object that a release by itself would not make: of basic parameters, of what somebody did by hand. */
export interface FieldChange {
  service?: string;
  object: { apiVersion: string; kind: string; namespace: string; name: string };
  /** `merge`: a strategic merge patch; `apply`: all that is said of it. */
  change: { merge: object } | { apply: object } | { make: object } | "delete";
  /** It undoes what somebody did. */
  mends?: true;
  /** Whether anything changes with it is not known: the whole of what is to be, as Pulumi is going to apply it. */
  maybe?: true;
}

/** Come and go with any release; whoever may release may make them. */
const released: ReadonlySet<string> = new Set(["ConfigMap", "Secret", "Job"]);
/** What says most of a service comes first. */
const first = ["Deployment", "CronJob"];

/** What the plan changes beside what every release changes; nothing for new versions alone. Pure. */
export function fieldChanges(
  plan: Pick<ReleasePlan, "services" | "removals">,
  stack: Stack,
  drift: { mended: readonly FoundDrift[]; manifests: ReadonlyMap<string, Json> },
): FieldChange[] {
  const changes = [
    ...plan.services.flatMap((service) => changesOf(service, stack)),
    ...plan.removals.flatMap((removal) => removalOf(removal, stack)),
    ...drift.mended.flatMap((object) => mendedOf(object, drift.manifests.get(object.urn))),
  ];
  const kept = changes.filter(({ object }) => !released.has(object.kind));
  const rank = ({ object }: FieldChange) => (first.includes(object.kind) ? 0 : 1);
  return kept.sort((a, b) => rank(a) - rank(b));
}

/**
 * As the last good release had it, at the version and with the stamps asked for now: what then differs is basic. Each by
 * itself, so that what it refers to makes no difference.
 */
function changesOf({ service, before, beforeUnknown, after }: ServicePlan, stack: Stack): FieldChange[] {
  if (beforeUnknown === true) {
    const whole = [...objectsOf(describedService(service, after, stack)).values()];
    return whole.map((manifest) => ({ ...changeOf(service, manifest), change: { apply: manifest }, maybe: true }));
  }
  if (isDeepStrictEqual(before?.basic, after.basic)) return [];
  const now = describedService(service, after, stack);
  const was =
    before === undefined ? undefined : describedService(service, { ...before, release: after.release }, stack);
  if (now === undefined || (before !== undefined && was === undefined)) return [];
  return differences(service, objectsOf(was), objectsOf(now));
}

function removalOf({ service, after, go }: Removal, stack: Stack): FieldChange[] {
  const gone = [...objectsOf(describedService(service, after, stack))].filter(
    ([, { kind, metadata }]) => kind !== "PersistentVolumeClaim" || go.includes(metadata.name),
  );
  return differences(service, new Map(gone), new Map());
}

/** Where some of it is kept, what is sent is Pulumi's to say. */
function mendedOf(drifted: FoundDrift, manifest: Json | undefined): FieldChange[] {
  const { urn, service, kind, namespace, name, state, fields } = drifted;
  if (namespace === undefined || name === undefined || manifest === undefined) return [];
  if (fields.some(({ kept }) => kept === true)) return [];
  const apiVersion = apiVersionOf(urn);
  const applied = { apiVersion, kind, ...manifest };
  const object = { apiVersion, kind, namespace, name };
  const change = state === "lost" ? { make: applied } : { apply: applied };
  return [{ ...(service === undefined ? {} : { service }), object, change, mends: true }];
}

function objectsOf(service: Service | undefined): Map<string, AnyManifest> {
  const all = service === undefined ? [] : renderService(service);
  return new Map(all.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));
}

function differences(
  service: string,
  before: Map<string, AnyManifest>,
  after: Map<string, AnyManifest>,
): FieldChange[] {
  const of = (manifest: AnyManifest) => changeOf(service, manifest);
  const changed = [...after].flatMap(([key, manifest]): FieldChange[] => {
    const old = before.get(key);
    if (old === undefined) return [{ ...of(manifest), change: { make: manifest } }];
    const merge = patchTo(old, manifest, kindWord(manifest.kind) ?? "any");
    return merge === undefined ? [] : [{ ...of(manifest), change: { merge: merge as object } }];
  });
  const gone = [...before].filter(([key]) => !after.has(key));
  return [...changed, ...gone.map(([, manifest]): FieldChange => ({ ...of(manifest), change: "delete" }))];
}

function changeOf(
  service: string,
  { apiVersion, kind, metadata }: AnyManifest,
): Pick<FieldChange, "service" | "object"> {
  return { service, object: { apiVersion, kind, namespace: metadata.namespace ?? "default", name: metadata.name } };
}
