import { join } from "node:path";
import { exitCodes, Problem } from "../errors/problem.ts";
import { labApi } from "./api.ts";
import { moduleFolder } from "./build.ts";
import { define, readDefinitions } from "./definitions.ts";
import { step, type LabEmit } from "./events.ts";
import { requireRoot } from "./host/requirements.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { requireRunning } from "./status.ts";

const source = join(import.meta.dirname, "gateway");
const gatewayModule = "sigs.k8s.io/gateway-api";

export interface LabGatewayKindsOptions {
  emit: LabEmit;
  paths?: LabPaths;
}

/**
 * Teaches the lab's API server the kinds of the Gateway API's standard channel, from their Go module. Routes are then
 * checked and kept; what serves them is labGateway's.
 * @throws UnreachableProblem LAB_DOWN; Problem LAB_GATEWAY_FAILED
 */
export async function labGatewayKinds({ emit, paths = labPaths() }: LabGatewayKindsOptions): Promise<void> {
  requireRoot("npm run lab -- gateway kinds");
  await requireRunning(paths);
  const definitions = await step(emit, "fetch Gateway API", async () =>
    readDefinitions(join(await moduleFolder(source, gatewayModule), "config/crd/standard")),
  );
  await step(emit, "Gateway API", async (report) => {
    // The largest has 340 kB, and the server compiles its rules before it answers.
    const api = await labApi(paths, 30_000);
    for (const definition of definitions) await define(api, definition, gatewayKindsFailed);
    report.done(`${definitions.length} kinds`);
  });
}

function gatewayKindsFailed(name: string, why: string): Problem {
  return new Problem({
    code: "LAB_GATEWAY_FAILED",
    what: `${name} cannot be defined: ${why}`,
    where: name,
    next: `npm run lab -- kubectl -- describe customresourcedefinition ${name}`,
    exitCode: exitCodes.unreachable,
  });
}
