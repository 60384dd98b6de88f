import { gatewaysOf } from "../config/gatewaysOf.ts";
import { omit } from "../config/omit.ts";
import { routesOf } from "../config/routesOf.ts";
import { servedPort } from "../config/servedPorts.ts";
import type { Service } from "../config/stackConfig.ts";
import { hasTracks } from "./canarySplit.ts";
import { grpcRules, httpRules } from "./gatewayRules.ts";
import { ingressSpec } from "./ingress.ts";
import type { Manifest, Metadata } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import { canaryAnnotations, stickyAnnotations } from "./nginxAnnotations.ts";
import type { RuleShape } from "./ruleShapes.ts";
import { trackRouting } from "./trackRouting.ts";

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
  const backend = hasTracks(service) ? `${service.name}-stable` : service.name;
  return ingressesTo(service, backend).map(({ name, route, spec }) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: annotated(service, name, { ...stickyAnnotations(service), ...route.annotations }),
    spec,
  }));
}

/** Beside each of them, while a canary is on its way, one more that ingress-nginx weighs it by. */
export function canaryIngresses(service: Service): IngressManifest[] {
  const annotations = canaryAnnotations(service);
  if (annotations === undefined) return [];
  return ingressesTo(service, `${service.name}-canary`).map(({ name, spec }) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: annotated(service, `${name}-canary`, annotations),
    // Its hosts' certificates are those of the other one.
    spec: omit(spec, "tls"),
  }));
}

function ingressesTo(service: Service, backend: string) {
  return routesOf(service)
    .filter(({ route }) => route.kind === "Ingress")
    .map(({ name, route }) => ({
      name,
      route,
      spec: ingressSpec(route, backend, (port) => portNamed(service, port)),
    }));
}

/** The HTTPRoutes and GRPCRoutes of a service's routes; they weigh the tracks while a canary has a share. */
export function gatewayRoutes(service: Service): GatewayManifest[] {
  const routing = {
    ...trackRouting(service),
    portOf: (port?: string) => portNumber(service, portNamed(service, port)),
  };
  return routesOf(service).flatMap(({ name, route }) => {
    if (route.kind === "Ingress") return [];
    const { gatewayNamespace, sectionName, hosts } = route;
    const parents = gatewaysOf(route).map((gateway) => ({
      name: gateway,
      ...(gatewayNamespace === undefined ? {} : { namespace: gatewayNamespace }),
      ...(sectionName === undefined ? {} : { sectionName }),
    }));
    return {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: route.kind,
      metadata: annotated(service, name, route.annotations),
      spec: {
        parentRefs: parents,
        ...(hosts.length === 0 ? {} : { hostnames: hosts }),
        rules: route.kind === "GRPCRoute" ? grpcRules(route, routing) : httpRules(route, routing),
      },
    };
  });
}

function annotated(service: Service, name: string, given: Record<string, string>): Metadata {
  const base = metadata(service, name);
  const annotations = { ...given, ...base.annotations };
  return { ...base, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
}

function portNumber({ ports }: Service, name: string): number {
  const entry = ports[name];
  return entry?.service ?? entry?.container ?? 0;
}

function portNamed(service: Service, port: string | undefined): string {
  return port ?? servedPort(service) ?? "";
}
