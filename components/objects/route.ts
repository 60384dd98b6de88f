import { gatewaysOf } from "../config/gatewaysOf.ts";
import { routesOf } from "../config/routesOf.ts";
import type { NamedRoute } from "../config/routesOf.ts";
import { servedPort } from "../config/servedPorts.ts";
import type { Service } from "../config/stackConfig.ts";
import { isWeighed } from "./canary.ts";
import { grpcRules, httpRules } from "./gatewayRules.ts";
import type { Backend, RuleShape } from "./gatewayRules.ts";
import { ingressSpec } from "./ingress.ts";
import type { Manifest, Metadata } from "./manifest.ts";
import { metadata } from "./metadata.ts";

type IngressManifest = Manifest<"networking.k8s.io/v1", "Ingress", { spec: ReturnType<typeof ingressSpec> }>;
type GatewayManifest = Manifest<"gateway.networking.k8s.io/v1", "HTTPRoute" | "GRPCRoute", { spec: GatewaySpec }>;

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec, as far as it is used here. */
interface GatewaySpec {
  parentRefs: { name: string; namespace?: string; sectionName?: string }[];
  hostnames?: string[];
  rules: RuleShape[];
}

/** The Ingresses of a service's routes. */
export function ingresses(service: Service): IngressManifest[] {
  return routesOf(service)
    .filter(({ route }) => route.kind === "Ingress")
    .map((named) => ({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: routeMetadata(service, named),
      spec: ingressSpec(named.route, service.name, (port) => portNamed(service, port)),
    }));
}

/** The HTTPRoutes and GRPCRoutes of a service's routes; they weigh the tracks while a canary has a share. */
export function gatewayRoutes(service: Service): GatewayManifest[] {
  return routesOf(service).flatMap((named) => {
    const { route } = named;
    if (route.kind === "Ingress") return [];
    const { gatewayNamespace, sectionName, hosts } = route;
    const backends = (port: string | undefined) => backendsAt(service, portNamed(service, port));
    const parents = gatewaysOf(route).map((name) => ({
      name,
      ...(gatewayNamespace === undefined ? {} : { namespace: gatewayNamespace }),
      ...(sectionName === undefined ? {} : { sectionName }),
    }));
    return {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: route.kind,
      metadata: routeMetadata(service, named),
      spec: {
        parentRefs: parents,
        ...(hosts.length === 0 ? {} : { hostnames: hosts }),
        rules: route.kind === "GRPCRoute" ? grpcRules(route, backends) : httpRules(route, backends),
      },
    };
  });
}

function routeMetadata(service: Service, { name, route }: NamedRoute): Metadata {
  const base = metadata(service, name);
  const annotations = { ...route.annotations, ...base.annotations };
  return { ...base, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
}

function backendsAt(service: Service, portName: string): Backend[] {
  const { name, ports, release } = service;
  const entry = ports[portName];
  const port = entry?.service ?? entry?.container ?? 0;
  const weight = release.canary?.weight ?? 0;
  if (!isWeighed(service)) return [{ name, port }];
  return [
    { name: `${name}-stable`, port, weight: 100 - weight },
    { name: `${name}-canary`, port, weight },
  ];
}

function portNamed(service: Service, port: string | undefined): string {
  return port ?? servedPort(service) ?? "";
}
