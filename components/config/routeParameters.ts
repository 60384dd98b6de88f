import { z } from "zod";
import { annotations } from "./annotations.ts";
import { choice, dnsLabel, flag, pathPrefix } from "./fields.ts";
import { dnsSubdomain, hostName, portReference } from "./names.ts";
import { grpcMethod, routedPath } from "./routedPaths.ts";

/** What a route says, each part by itself. */
export const routeParameters = z.strictObject({
  kind: choice("Default HTTPRoute (Gateway API).", ["HTTPRoute", "GRPCRoute", "Ingress"]).default("HTTPRoute"),
  hosts: z
    .array(hostName("Host name served."))
    .describe("Host names served; [] for every one that its gateway or controller answers for."),
  name: dnsSubdomain("Name of the object; default the service's, or `renamedFrom`.").optional(),
  path: pathPrefix("Path prefix served; default /.").optional(),
  port: portReference("Name of the port; default http, else the first by name.").optional(),
  paths: z.array(routedPath).min(1).optional().describe("Paths served, instead of the one `path`."),
  methods: z.array(grpcMethod).min(1).optional().describe("Calls served (GRPCRoute); default all."),
  gateway: dnsSubdomain("Name of the Gateway (HTTPRoute, GRPCRoute).").optional(),
  gateways: z
    .array(dnsSubdomain("Name of a Gateway."))
    .min(1)
    .optional()
    .describe("Names of several Gateways, instead of the one `gateway`, e.g. one for IPv6."),
  gatewayNamespace: dnsLabel("Namespace of the Gateway; default the service's.").optional(),
  class: dnsSubdomain("IngressClass (Ingress); default the cluster's.").optional(),
  tls: flag("Whether the controller serves its hosts with a certificate of its own (Ingress); default false.").default(
    false,
  ),
  tlsSecret: dnsSubdomain(
    "Secret with the certificate (Ingress; with a Gateway TLS belongs to its listener).",
  ).optional(),
  sectionName: dnsSubdomain("Listener of the Gateway (HTTPRoute, GRPCRoute); default all of them.").optional(),
  annotations: annotations("Annotations of the route, for its controller or cert-manager.").prefault({}),
});

export type Route = z.output<typeof routeParameters>;
