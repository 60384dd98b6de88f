import { setTimeout as sleep } from "node:timers/promises";
import { gatewaysOf } from "../../components/config/gatewaysOf.ts";
import { routesOf } from "../../components/config/routesOf.ts";
import type { Route } from "../../components/config/routeParameters.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import { routedWeight } from "../../components/objects/canaryPods.ts";
import { probeHost, probePath } from "../../components/objects/trackRouting.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { askProxied } from "../../cluster/proxied.ts";
import { errorText } from "../../errors/errorText.ts";
import { gatewayService, type GatewayObject, type GatewayService } from "./gatewayService.ts";

/** What a gateway says of the weight it goes by. `undefined`: it cannot be asked, and why. */
export type GatewayAnswer = { goesBy: boolean } | { goesBy: undefined; note: string };

/** Time that a gateway has to go by what it was told: most take a second or two. */
const patienceMs = 20_000;
const pauseMs = 200;
/** Answers in a row that are to agree: a gateway of several pods takes its time in each. */
const inARow = 3;

/**
 * Waits until the gateways of a service's routes go by its present weight, by asking them: a request each, answered by a
 * rule that comes and goes with the weight.
 */
export async function awaitGateways(cluster: Cluster, service: Service): Promise<GatewayAnswer> {
  const routed = routesOf(service).filter(({ route }) => route.kind === "HTTPRoute");
  if (routed.length === 0) return { goesBy: undefined, note: "nobody was asked: only an HTTPRoute's gateway can be" };
  const answers = await Promise.all(
    routed.flatMap(({ route }) =>
      gatewaysOf(route).map((gateway) =>
        awaitGateway(cluster, service, route, {
          name: gateway,
          namespace: route.gatewayNamespace ?? service.namespace,
        }),
      ),
    ),
  );
  return answers.find(({ goesBy }) => goesBy !== true) ?? { goesBy: true };
}

interface GatewayPlace {
  name: string;
  namespace: string;
}

async function awaitGateway(
  cluster: Cluster,
  service: Service,
  route: Route,
  gateway: GatewayPlace,
): Promise<GatewayAnswer> {
  const weight = routedWeight(service);
  const found = await placeOf(cluster, gateway, route.sectionName).catch((error: unknown) => errorText(error));
  if (typeof found === "string") return { goesBy: undefined, note: `gateway ${gateway.name} was not asked: ${found}` };
  const [path, location] = [probePath(service.name, weight), probeHost(service.name, weight)];
  const host = route.hosts[0]?.replace(/^\*/, "probe");
  const until = Date.now() + patienceMs;
  let agreed = 0;
  let last = "";
  while (Date.now() < until) {
    try {
      const answer = await askProxied(cluster, { ...found, path, ...(host === undefined ? {} : { host }) });
      agreed = answer.location?.includes(location) === true ? agreed + 1 : 0;
      last = `it answers ${answer.status}`;
    } catch (error) {
      agreed = 0;
      last = errorText(error);
    }
    if (agreed === inARow) return { goesBy: true };
    await sleep(agreed > 0 ? 10 : pauseMs);
  }
  if (/answers 50\d|answers 403/.test(last))
    return { goesBy: undefined, note: `gateway ${gateway.name} was not asked: ${last}` };
  return { goesBy: false };
}

async function placeOf(
  cluster: Cluster,
  { name, namespace }: GatewayPlace,
  sectionName: string | undefined,
): Promise<(GatewayService & { namespace: string }) | string> {
  const kind = { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" };
  const gateway = await cluster.objects.read({ ...kind, metadata: { name, namespace } });
  const { items } = await cluster.core.listNamespacedService({ namespace });
  const found = gatewayService(gateway as unknown as GatewayObject, items, sectionName);
  return typeof found === "string" ? found : { ...found, namespace };
}
