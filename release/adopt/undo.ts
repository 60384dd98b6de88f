import { apiProblem, isNotFound } from "../../cluster/apiError.ts";
import { asker, type Ask } from "../../cluster/request.ts";
import { readText } from "../../components/config/stackFile.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { componentUrn } from "../../engine/urn.ts";
import { acquireLock } from "../../lock/acquire.ts";
import { removeConfigValue } from "../../parameters/configEdit.ts";
import { stackFile } from "../../parameters/location.ts";
import { placeOf, type Stack } from "../../parameters/stack.ts";
import { seenAs, type AdoptedService, type ReleaseRecord } from "../../records/record.ts";
import { newRecordId } from "../../records/recordId.ts";
import { pastFreezes } from "../check/frozen.ts";
import type { ReleaseContext } from "../context.ts";
import type { AdoptOutcome, AdoptWords } from "./adopt.ts";
import { dropFiles } from "./files.ts";
import { giveBackToHelm } from "./helmRecords.ts";
import { objectPath, type LiveObject } from "./live.ts";
import { letGo } from "./managers.ts";

/** What is still taken over, by service, from the records alone (newest first). Pure. */
export function adoptedNow(records: readonly ReleaseRecord[]): Map<string, AdoptedService> {
  const found = new Map<string, AdoptedService>();
  for (const { adopted = {}, kind, result, takenOut = [] } of [...records].reverse()) {
    if (kind === "undo" && result === "succeeded") for (const name of takenOut) found.delete(name);
    if (kind !== "adopt" || result !== "succeeded") continue;
    for (const [name, service] of Object.entries(adopted)) found.set(name, service);
  }
  return found;
}

/**
 * Lets go of services that were adopted: Pulumi forgets them, the stack's file too, and helm, if it was helm's, has its
 * books back. No pod is touched; what was released meanwhile goes on running.
 */
export async function undoAdoption(
  stack: Stack,
  names: readonly string[],
  { description, despiteFreeze }: AdoptWords,
  context: ReleaseContext,
): Promise<AdoptOutcome> {
  const { cluster, records, engine, location, operator, user } = context;
  const startedAt = new Date();
  const id = newRecordId(startedAt);
  const scope = placeOf(stack);
  const frozen = { kind: "undo", services: names, ...(despiteFreeze === undefined ? {} : { despiteFreeze }) } as const;
  const past = await pastFreezes(cluster, stack, frozen);
  const lock = await acquireLock(cluster, { ...scope, operator, release: id }, context);
  try {
    const adopted = adoptedNow(await records.list());
    const going = [...adopted].filter(([name]) => names.length === 0 || names.includes(name));
    refuseUnknown(names, adopted);
    const ask = asker(cluster);
    await engine.forget(going.map(([name]) => componentUrn(scope, name)));
    const staying = [...adopted].filter(([name]) => !going.some(([gone]) => gone === name));
    const notes: string[] = [];
    for (const [name, service] of going) {
      const namespace = stack.services.get(name)?.namespace ?? stack.namespace;
      const kept = staying.flatMap(([, other]) => (sameRelease(other, service) ? other.objects : []));
      const back = service.helm !== undefined && (await giveBackToHelm(cluster, service.helm, kept));
      if (back) notes.push(`${name} is helm's again: release ${service.helm?.name ?? ""}`);
      for (const object of service.objects) await letGoOf(ask, namespace, object, back ? service.helm : undefined);
    }
    const file = stackFile(location);
    const before = readText(file, stack.name);
    const after = going.reduce((text, [name]) => withoutService(text, name), before);
    if (after !== before) await writeFileAtomic(file, after);
    notes.push(...(await dropFiles(new Map(going), location)));
    const record: ReleaseRecord = {
      ...{ id, project: stack.project, stack: stack.name, kind: "undo", changes: [], operator },
      ...seenAs(user()),
      ...(description === undefined ? {} : { description }),
      ...{ startedAt: startedAt.toISOString(), endedAt: new Date().toISOString(), phases: [], result: "succeeded" },
      takenOut: going.map(([name]) => name),
      ...past,
    };
    await records.save(record);
    return { record, notes };
  } finally {
    await lock.release();
  }
}

function refuseUnknown(names: readonly string[], adopted: ReadonlyMap<string, AdoptedService>): void {
  const unknown = names.filter((name) => !adopted.has(name));
  if (unknown.length === 0 && adopted.size > 0) return;
  throw new UsageProblem({
    code: "NOT_ADOPTED",
    what: unknown.length === 0 ? "nothing of this stack was adopted" : `not adopted: ${unknown.join(", ")}`,
    details: adopted.size === 0 ? [] : [`adopted: ${[...adopted.keys()].join(", ")}`],
    next: "release history shows what was; a service that was made here goes with a release",
  });
}

function sameRelease(a: AdoptedService, b: AdoptedService): boolean {
  return a.helm !== undefined && a.helm.name === b.helm?.name && a.helm.namespace === b.helm.namespace;
}

/** The books are helm's again, or kubectl's; with helm's, what it knows its objects by. */
async function letGoOf(ask: Ask, namespace: string, object: string, helm: AdoptedService["helm"]): Promise<void> {
  const [kind = "", name = ""] = object.split("/");
  const path = objectPath(kind, namespace, name);
  if (path === undefined) return;
  try {
    const live = (await ask(path)) as LiveObject;
    const to =
      helm === undefined
        ? { manager: "kubectl-client-side-apply", operation: "Update" }
        : { manager: "helm", operation: "Apply" };
    const patch = [...(letGo(live, to) ?? []), ...(helm === undefined ? [] : marks(live, helm))];
    // What is written is written in the name of whom it is for.
    if (patch.length > 0) await ask(`${path}?fieldManager=${to.manager}`, { patch });
  } catch (error) {
    if (!isNotFound(error)) throw apiProblem(error, `letting go of ${kind} ${namespace}/${name}`);
  }
}

function marks({ metadata }: LiveObject, { name, namespace }: NonNullable<AdoptedService["helm"]>): object[] {
  return [
    { op: "add", path: "/metadata/labels", value: { ...metadata.labels, "app.kubernetes.io/managed-by": "Helm" } },
    {
      op: "add",
      path: "/metadata/annotations",
      value: {
        ...metadata.annotations,
        "meta.helm.sh/release-name": name,
        "meta.helm.sh/release-namespace": namespace,
      },
    },
  ];
}

function withoutService(text: string, name: string): string {
  return ["releases:services", "releases:current"].reduce(
    (left, key) => removeConfigValue(left, { key, path: [name] }) ?? left,
    text,
  );
}
