import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, Problem } from "../errors/problem.ts";
import { importNeeded } from "./addImages.ts";
import { labApi, tryGet, type Api } from "./api.ts";
import { applyAll } from "./apply.ts";
import { step, type LabEmit } from "./events.ts";
import { labGatewayKinds } from "./gatewayKinds.ts";
import { gatewayGround, gatewayObjects, gatewayServer, gatewayService, mainGateway } from "./gatewayObjects.ts";
import { requireRoot } from "./host/requirements.ts";
import { buildTraefikArchive } from "./images/parts.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { serverRuns } from "./server.ts";
import { requireRunning } from "./status.ts";

/** As users have it who set nothing. */
export const defaultThrottle = "2s";

export interface LabGatewayOptions {
  emit: LabEmit;
  paths?: LabPaths;
  /** The shortest time between two changes that the gateway goes by, `2s`. */
  throttle?: string;
}

export interface LabGateway {
  /** Of its Service, inside the lab. */
  address: string;
}

interface GatewayStatus {
  metadata: { generation: number };
  status?: {
    addresses?: { value: string }[];
    conditions?: { type: string; status: string; observedGeneration?: number }[];
  };
}

/**
 * Deploys a real gateway: Traefik, built from its Go module, with the GatewayClass `traefik` and the Gateway `main` in
 * the namespace `gateways`, to which routes of every namespace may attach.
 * @throws UnreachableProblem LAB_DOWN; Problem LAB_GATEWAY_FAILED
 */
export async function labGateway(options: LabGatewayOptions): Promise<LabGateway> {
  const { emit, paths = labPaths(), throttle = defaultThrottle } = options;
  requireRoot("npm run lab -- gateway");
  await requireRunning(paths);
  await labGatewayKinds({ emit, paths });
  const archive = await step(emit, "build Traefik", (report) => buildTraefikArchive(paths.cache, report));
  await step(emit, "import images", (report) => importNeeded(paths, [archive], report));
  return await step(emit, "gateway", async (report) => {
    const api = await labApi(paths, 10_000);
    await applyAll(api, gatewayGround(), gatewayFailed);
    const address = await clusterIp(api);
    await applyAll(api, gatewayObjects(address, throttle), gatewayFailed);
    report.say("waiting for its pod");
    await serverRuns(api, gatewayServer, gatewayFailed);
    report.say("waiting until the Gateway is programmed");
    const until = performance.now() + 30_000;
    while (!isProgrammed(await tryGet(api, mainGateway), address)) {
      if (performance.now() > until) throw gatewayFailed("the Gateway main was not programmed within 30 s");
      await sleep(100);
    }
    report.done(`GatewayClass traefik, Gateway gateways/main at http://${address}/`);
    return { address };
  });
}

async function clusterIp(api: Api): Promise<string> {
  const service = (await tryGet(api, gatewayService)) as { spec?: { clusterIP?: string } } | undefined;
  const address = service?.spec?.clusterIP;
  if (address === undefined) throw gatewayFailed("its Service got no address");
  return address;
}

/** Pure: does the gateway say of this Gateway, as it now is, that it serves it, and at this address? */
export function isProgrammed(gateway: unknown, address: string): boolean {
  if (gateway === undefined) return false;
  const { metadata, status } = gateway as GatewayStatus;
  const programmed = status?.conditions?.find(({ type }) => type === "Programmed");
  return (
    programmed?.status === "True" &&
    programmed.observedGeneration === metadata.generation &&
    status?.addresses?.some(({ value }) => value === address) === true
  );
}

function gatewayFailed(why: string): Problem {
  return new Problem({
    code: "LAB_GATEWAY_FAILED",
    what: `the gateway cannot be deployed: ${why}`,
    where: "gateways/traefik",
    next: "npm run lab -- kubectl -- --namespace gateways logs deployment/traefik",
    exitCode: exitCodes.unreachable,
  });
}
