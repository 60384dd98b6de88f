import type { networking } from "@pulumi/kubernetes/types/input.js";
import type { Route } from "../config/network.ts";
import type { Service } from "../config/stackConfig.ts";
import { isWeighed } from "./canary.ts";
import type { Manifest, Metadata } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type IngressManifest = Manifest<"networking.k8s.io/v1", "Ingress", { spec: networking.v1.IngressSpec }>;
export type HttpRouteManifest = Manifest<"gateway.networking.k8s.io/v1", "HTTPRoute", { spec: HttpRouteSpec }>;

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec, as far as it is used here. */
interface HttpRouteSpec {
  parentRefs: { name: string; namespace?: string; sectionName?: string }[];
  hostnames: string[];
  rules: {
    matches: { path: { type: "PathPrefix"; value: string } }[];
    backendRefs: { name: string; port: number; weight?: number }[];
  }[];
}

/** The Ingress of a service whose route asks for one. */
export function ingress(service: Service): IngressManifest | undefined {
  const { route, name } = service;
  if (route?.kind !== "Ingress") return undefined;
  const backend = { service: { name, port: { name: routedPort(service, route) } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: routeMetadata(service, route),
    spec: {
      ...(route.class === undefined ? {} : { ingressClassName: route.class }),
      ...(route.tlsSecret === undefined ? {} : { tls: [{ hosts: route.hosts, secretName: route.tlsSecret }] }),
      rules: route.hosts.map((host) => ({
        host,
        http: { paths: [{ path: route.path, pathType: "Prefix", backend }] },
      })),
    },
  };
}

/** The HTTPRoute of a service whose route asks for one; it weighs the tracks while a canary has a share. */
export function httpRoute(service: Service): HttpRouteManifest | undefined {
  const { route } = service;
  if (route?.kind !== "HTTPRoute") return undefined;
  const { gateway = "", gatewayNamespace, sectionName } = route;
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: routeMetadata(service, route),
    spec: {
      parentRefs: [
        {
          name: gateway,
          ...(gatewayNamespace === undefined ? {} : { namespace: gatewayNamespace }),
          ...(sectionName === undefined ? {} : { sectionName }),
        },
      ],
      hostnames: route.hosts,
      rules: [
        { matches: [{ path: { type: "PathPrefix", value: route.path } }], backendRefs: backends(service, route) },
      ],
    },
  };
}

function routeMetadata(service: Service, route: Route): Metadata {
  const base = metadata(service, service.name);
  const annotations = { ...route.annotations, ...base.annotations };
  return { ...base, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
}

function backends(service: Service, route: Route): HttpRouteSpec["rules"][number]["backendRefs"] {
  const { name, ports, release } = service;
  const entry = ports[routedPort(service, route)];
  const port = entry?.service ?? entry?.container ?? 0;
  const weight = release.canary?.weight ?? 0;
  if (!isWeighed(service)) return [{ name, port }];
  return [
    { name: `${name}-stable`, port, weight: 100 - weight },
    { name: `${name}-canary`, port, weight },
  ];
}

function routedPort({ ports }: Service, route: Route): string {
  return route.port ?? Object.keys(ports)[0] ?? "";
}
