import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { Problem } from "../errors/problem.ts";
import { tryGet, type Api } from "./api.ts";
import { applyAll } from "./apply.ts";

/** A CustomResourceDefinition, as far as it is looked at here. */
export interface Definition {
  kind: string;
  metadata: { name: string };
  status?: { conditions?: { type: string; status: string }[] };
}

/** The definitions among a folder's files, in the order of their names. */
export async function readDefinitions(folder: string): Promise<Definition[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const objects = texts.flatMap((text) =>
    parseAllDocuments(text).map((document) => document.toJS() as Definition | null),
  );
  return objects.filter((object): object is Definition => object?.kind === "CustomResourceDefinition");
}

export function definitionPath(name: string): string {
  return `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
}

/** Applies one definition and waits until its kind is served. */
export async function define(
  api: Api,
  definition: Definition,
  failed: (name: string, why: string) => Problem,
): Promise<void> {
  const { name } = definition.metadata;
  const path = definitionPath(name);
  await applyAll(api, [{ path, object: definition }], (why) => failed(name, why));
  const until = performance.now() + 30_000;
  while (!isEstablished(await tryGet(api, path))) {
    if (performance.now() > until) throw failed(name, "the API server did not serve it within 30 s");
    await sleep(50);
  }
}

/** Pure: does the API server serve the kind that this definition defines? */
export function isEstablished(definition: unknown): boolean {
  const conditions = (definition as Definition | undefined)?.status?.conditions ?? [];
  return conditions.some(({ type, status }) => type === "Established" && status === "True");
}
