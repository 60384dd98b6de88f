import { apiProblem, apiStatus } from "../../cluster/apiError.ts";
import { asker, type Ask, type Json } from "../../cluster/request.ts";
import { objectText, type FoundDrift } from "../../drift/drift.ts";
import { handOver } from "../../drift/handOver.ts";
import { objectPath } from "../../drift/kinds.ts";
import { apiVersionOf, parseUrn } from "../../engine/urn.ts";
import type { ReleaseContext } from "../context.ts";
import { awaitGone, type Leaving } from "../leaving.ts";
import { seeInState } from "./seeInState.ts";

/** Status changes all the while. */
const tries = 5;

/**
 * Makes ready what Pulumi's update then mends: it is given the fields that others hold, and its state sees what is there
 * and what is not. No pod is touched yet.
 */
export async function readyToMend(
  drift: readonly FoundDrift[],
  manifests: ReadonlyMap<string, Json>,
  message: string,
  { cluster, engine, emit, signal }: Pick<ReleaseContext, "cluster" | "engine" | "emit" | "signal">,
): Promise<void> {
  if (drift.length === 0) return;
  const ask = asker(cluster);
  await Promise.all(drift.map((object) => handOverObject(ask, object, manifests.get(object.urn))));
  await Promise.all(
    drift.flatMap((object) => leaving(object) ?? []).map((one) => awaitGone(one, { cluster, emit, signal })),
  );
  const targets = drift.filter(isToBeSeen).map(({ urn }) => urn);
  if (targets.length === 0) return;
  await seeInState({ engine, emit, signal }, { message, targets });
}

/**
 * What is kept stays unseen where Pulumi can leave it out of what it sends, so that a plain `pulumi up` leaves it too.
 * Of a list it cannot: then its state must have the value that is there.
 */
function isToBeSeen({ state, fields, inputs }: FoundDrift): boolean {
  return state === "lost" || fields.some(({ path, kept }) => kept !== true || inputs[path]?.includes("[") === true);
}

async function handOverObject(ask: Ask, object: FoundDrift, manifest: Json | undefined): Promise<void> {
  const path = pathOf(object);
  if (object.state === "lost" || manifest === undefined || path === undefined) return;
  const kept = object.fields.filter((field) => field.kept === true).map((field) => field.path);
  for (let left = tries; ; left -= 1) {
    try {
      const patch = handOver(manifest, await ask(path), kept, new Date());
      if (patch !== undefined) await ask(path, { patch });
      return;
    } catch (error) {
      const moved = [409, 422].includes(apiStatus(error)?.code ?? 0);
      if (!moved || left <= 1) throw apiProblem(error, `taking over what was changed of ${objectText(object)}`);
    }
  }
}

/** What is lost may still be on its way out. */
function leaving(object: FoundDrift): Leaving | undefined {
  const path = object.state === "lost" && object.name !== undefined ? pathOf(object) : undefined;
  return path === undefined ? undefined : { path, title: objectText(object) };
}

function pathOf({ urn, kind, namespace, name = "" }: FoundDrift): string | undefined {
  return objectPath({ apiVersion: apiVersionOf(urn), kind, ...(namespace === undefined ? {} : { namespace }) }, name);
}

/** The fields that Pulumi is to leave, as the program names them. Pure. */
export function leftFields(drift: readonly FoundDrift[]): Record<string, string[]> {
  const left = drift.map(({ urn, fields, inputs }): [string, string[]] => {
    const { type, name } = parseUrn(urn);
    return [`${type}::${name}`, fields.flatMap(({ path, kept }) => (kept === true ? (inputs[path] ?? []) : []))];
  });
  return Object.fromEntries(left.filter(([, paths]) => paths.length > 0));
}
