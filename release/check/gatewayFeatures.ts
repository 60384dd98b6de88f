import type { Service } from "../../components/config/stackConfig.ts";
import { gatewayRoutes } from "../../components/objects.ts";
import { apiStatus } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { errorText } from "../../errors/errorText.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { ReleaseContext } from "../context.ts";

/** A gateway that is to mirror requests, and whose. */
export interface Mirroring {
  service: string;
  namespace: string;
  gateway: string;
}

/** What a gateway's class says it has; or why that is not known. */
export type Features = { names: string[]; class: string } | { unknown: string };

const feature = "HTTPRouteRequestMirror";

/**
 * The gateways that requests are to be mirrored by now say that they can: some answer all requests of such a route with
 * an error, and no condition of the route tells. Looks at the services named, without names at all. Changes nothing.
 * @throws UsageProblem GATEWAY_LACKS
 */
export async function checkGatewayFeatures(
  { cluster, emit }: Pick<ReleaseContext, "cluster" | "emit">,
  services: readonly Service[],
  named: readonly string[] = [],
): Promise<void> {
  const wanted = services.filter(({ name }) => named.length === 0 || named.includes(name)).flatMap(mirrorings);
  const found = await Promise.all(wanted.map(async (one) => ({ ...one, features: await featuresOf(cluster, one) })));
  const { details, notes } = mirroringTold(found);
  for (const message of notes) emit({ type: "note", at: Date.now(), level: "warning", message });
  if (details.length === 0) return;
  throw new UsageProblem({
    code: "GATEWAY_LACKS",
    what: "a gateway mirrors no requests, and may answer all of such a route with an error",
    where: `context ${cluster.context}`,
    details,
    next: "take canary.mirror out, or route by a gateway whose class lists the feature",
  });
}

/** By which gateways the service's routes, as they are now, mirror requests: while a canary has a share. Pure. */
export function mirrorings(service: Service): Mirroring[] {
  const routes = gatewayRoutes(service).filter(
    ({ kind, spec }) => kind === "HTTPRoute" && JSON.stringify(spec.rules).includes('"RequestMirror"'),
  );
  const parents = routes.flatMap(({ spec }) => spec.parentRefs);
  const places = parents.map(({ name, namespace = service.namespace }) => `${namespace}/${name}`);
  return [...new Set(places)].map((place) => {
    const [namespace = "", gateway = ""] = place.split("/");
    return { service: service.name, namespace, gateway };
  });
}

/** A line for each gateway that cannot, and for each of which that is not known. Pure. */
export function mirroringTold(found: readonly (Mirroring & { features: Features })[]): {
  details: string[];
  notes: string[];
} {
  const lines = found.map(({ service, namespace, gateway, features }): { detail?: string; note?: string } => {
    const place = `gateway ${gateway} in namespace ${namespace}`;
    const note = (why: string) => ({
      note: `${service}: whether ${place} can mirror requests (canary.mirror) is not known: ${why}`,
    });
    if ("unknown" in features) return note(features.unknown);
    const { names, class: of } = features;
    if (names.length === 0) return note(`GatewayClass ${of} lists no features`);
    if (names.includes(feature)) return {};
    return { detail: `${service}: canary.mirror needs ${feature}, which GatewayClass ${of} of ${place} does not list` };
  });
  return {
    details: lines.flatMap(({ detail }) => detail ?? []),
    notes: lines.flatMap(({ note }) => note ?? []),
  };
}

interface GatewayObject {
  spec?: { gatewayClassName?: string };
}

/** Names, or objects with a name: it was changed while experimental. */
interface ClassObject {
  status?: { supportedFeatures?: (string | { name?: string })[] };
}

function featureNames({ status }: ClassObject): string[] {
  return (status?.supportedFeatures ?? []).flatMap((one) => (typeof one === "string" ? one : (one.name ?? [])));
}

async function featuresOf({ objects }: Cluster, { namespace, gateway: name }: Mirroring): Promise<Features> {
  const apiVersion = "gateway.networking.k8s.io/v1";
  try {
    const gateway = await objects.read({ apiVersion, kind: "Gateway", metadata: { name, namespace } });
    const of = (gateway as GatewayObject).spec?.gatewayClassName ?? "";
    const found = await objects.read({ apiVersion, kind: "GatewayClass", metadata: { name: of } });
    return { names: featureNames(found as ClassObject), class: of };
  } catch (error) {
    return { unknown: apiStatus(error)?.message ?? errorText(error) };
  }
}
