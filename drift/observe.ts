import { isPlainObject } from "../components/config/layers.ts";
import { apiProblem, apiStatus, isNotFound } from "../cluster/apiError.ts";
import type { Ask, Json } from "../cluster/request.ts";
import { acceptOf, kindPath, objectPath, type ObjectKind } from "./kinds.ts";
import type { Expected } from "./objects.ts";

const selector = `?labelSelector=${encodeURIComponent("app.kubernetes.io/managed-by=pulumi")}`;

/** The live objects of a stack, by what they are. */
export interface Observed {
  get(kind: ObjectKind, name: string): Json | undefined;
  all(kind: ObjectKind): Json[];
  /** Kinds that this user may not look at: of them nothing is known. */
  unseen(kind: ObjectKind): boolean;
}

/**
 * One list for each kind that the stack has, all at once. @throws Problem where the cluster does not answer
 */
export async function observe(ask: Ask, expected: readonly ObjectKind[]): Promise<Observed> {
  const kinds = new Map(expected.map((object) => [keyOf(object), object]));
  const lists = new Map<string, Json[] | undefined>();
  await Promise.all(
    [...kinds].map(async ([key, kind]) => {
      lists.set(key, await listed(ask, kind));
    }),
  );
  const all = (kind: ObjectKind): Json[] => lists.get(keyOf(kind)) ?? [];
  return {
    all,
    get: (kind, name) => all(kind).find((live) => nameOf(live) === name),
    unseen: (kind) => lists.get(keyOf(kind)) === undefined,
  };
}

/** An object that no list had, looked for by its name: somebody may have taken its label away. */
export async function lookFor(
  ask: Ask,
  { kind, ...rest }: Expected,
  name: string,
): Promise<Json | "unseen" | undefined> {
  const path = objectPath({ kind, ...rest }, name);
  if (path === undefined) return "unseen";
  try {
    return await ask(path, { accept: acceptOf(kind, false) });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (apiStatus(error)?.code === 403) return "unseen";
    throw apiProblem(error, `reading ${kind} ${name}`);
  }
}

export function nameOf(live: Json): string {
  return isPlainObject(live.metadata) && typeof live.metadata.name === "string" ? live.metadata.name : "";
}

/** Undefined where this user may not look, or the cluster has no such kind. */
async function listed(ask: Ask, kind: ObjectKind): Promise<Json[] | undefined> {
  const path = kindPath(kind);
  if (path === undefined) return undefined;
  try {
    const { items } = await ask(`${path}${selector}`, { accept: acceptOf(kind.kind, true) });
    return Array.isArray(items) ? (items as Json[]) : [];
  } catch (error) {
    const code = apiStatus(error)?.code;
    if (code === 403 || code === 404) return undefined;
    throw apiProblem(error, `listing ${path}`);
  }
}

function keyOf({ apiVersion, kind, namespace = "" }: ObjectKind): string {
  return `${apiVersion} ${kind} ${namespace}`;
}
