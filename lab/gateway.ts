import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { exitCodes, Problem } from "../errors/problem.ts";
import { labApi, tryGet, type Api } from "./api.ts";
import { applyAll } from "./apply.ts";
import { step, type LabEmit } from "./events.ts";
import { requireRoot } from "./host/requirements.ts";
import { run } from "./host/run.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { requireRunning } from "./status.ts";

const source = join(import.meta.dirname, "gateway");
const gatewayModule = "sigs.k8s.io/gateway-api";

export interface LabGatewayOptions {
  emit: LabEmit;
  paths?: LabPaths;
}

/** A CustomResourceDefinition, as far as it is looked at here. */
interface Definition {
  metadata: { name: string };
  status?: { conditions?: { type: string; status: string }[] };
}

/**
 * Teaches the lab's API server the kinds of the Gateway API's standard channel, from their Go module. Routes are then
 * checked and kept, but nothing serves them: the lab has no gateway.
 * @throws UnreachableProblem LAB_DOWN; Problem LAB_GATEWAY_FAILED
 */
export async function labGateway({ emit, paths = labPaths() }: LabGatewayOptions): Promise<void> {
  requireRoot("npm run lab -- gateway");
  await requireRunning(paths);
  const definitions = await step(emit, "fetch Gateway API", gatewayDefinitions);
  await step(emit, "Gateway API", async (report) => {
    // The largest has 340 kB, and the server compiles its rules before it answers.
    const api = await labApi(paths, 30_000);
    for (const definition of definitions) await define(api, definition);
    report.done(`${definitions.length} kinds`);
  });
}

/** The standard channel's definitions, in the order of their files; Go checks the module against go.sum. */
async function gatewayDefinitions(): Promise<Definition[]> {
  const answer = await run("go", ["mod", "download", "-json", gatewayModule], {
    cwd: source,
    env: { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off" },
  });
  const { Dir } = JSON.parse(answer) as { Dir: string };
  const folder = join(Dir, "config/crd/standard");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).sort();
  return Promise.all(files.map(async (file) => parse(await readFile(join(folder, file), "utf8")) as Definition));
}

/** Applies one definition and waits until its kind is served. */
async function define(api: Api, definition: Definition): Promise<void> {
  const { name } = definition.metadata;
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
  await applyAll(api, [{ path, object: definition }], (why) => gatewayFailed(name, why));
  const until = performance.now() + 30_000;
  while (!isEstablished(await tryGet(api, path))) {
    if (performance.now() > until) throw gatewayFailed(name, "the API server did not serve it within 30 s");
    await sleep(50);
  }
}

/** Pure: does the API server serve the kind that this definition defines? */
export function isEstablished(definition: unknown): boolean {
  const conditions = (definition as Definition | undefined)?.status?.conditions ?? [];
  return conditions.some(({ type, status }) => type === "Established" && status === "True");
}

function gatewayFailed(name: string, why: string): Problem {
  return new Problem({
    code: "LAB_GATEWAY_FAILED",
    what: `${name} cannot be defined: ${why}`,
    where: name,
    next: `npm run lab -- kubectl -- describe customresourcedefinition ${name}`,
    exitCode: exitCodes.unreachable,
  });
}
