import { z } from "zod";
import { annotations } from "./annotations.ts";
import { cidr } from "./cidr.ts";
import { choice, dnsLabel, flag, mapOf, pathPrefix, portNumber } from "./fields.ts";
import { dnsSubdomain, hostName, portName, portReference, qualifiedName } from "./names.ts";

export const port = z.strictObject({
  container: portNumber("Port the container listens on."),
  service: portNumber("Port of the Service; default the container's.").optional(),
  protocol: choice("Default TCP.", ["TCP", "UDP"]).default("TCP"),
  appProtocol: qualifiedName("Hint for gateways.", "http, grpc or kubernetes.io/h2c").optional(),
});

export const ports = mapOf(portName("Name of the port."), port, "Ports by name; the first one is the probes' default.");

/** How requests from outside reach the service. */
export const route = z
  .strictObject({
    kind: choice("Default HTTPRoute (Gateway API).", ["HTTPRoute", "Ingress"]).default("HTTPRoute"),
    hosts: z.array(hostName("Host name served.")).min(1).describe("Host names served."),
    path: pathPrefix("Path prefix served; default /.").default("/"),
    port: portReference("Name of the port; default the first one.").optional(),
    gateway: dnsSubdomain("Name of the Gateway (HTTPRoute).").optional(),
    gatewayNamespace: dnsLabel("Namespace of the Gateway; default the service's.").optional(),
    class: dnsSubdomain("IngressClass (Ingress); default the cluster's.").optional(),
    tlsSecret: dnsSubdomain(
      "Secret with the certificate (Ingress; with a Gateway TLS belongs to its listener).",
    ).optional(),
    sectionName: dnsSubdomain("Listener of the Gateway (HTTPRoute); default all of them.").optional(),
    annotations: annotations("Annotations of the route, for its controller or cert-manager.").prefault({}),
  })
  .refine((value) => value.kind === "Ingress" || value.gateway !== undefined, {
    message: "an HTTPRoute needs the name of its gateway",
  })
  .refine((value) => value.kind === "Ingress" || (value.class ?? value.tlsSecret) === undefined, {
    message: "class and tlsSecret belong to kind Ingress",
  })
  .refine((value) => value.kind === "HTTPRoute" || value.sectionName === undefined, {
    message: "sectionName belongs to kind HTTPRoute: it names a listener of a Gateway",
  })
  .refine((value) => value.kind === "Ingress" || value.hosts.length <= 16, {
    message: "an HTTPRoute takes at most 16 hosts; use a wildcard like *.shop.example, or kind Ingress",
  })
  .describe("How requests from outside reach the service.");

/** Who may talk to the pods, and whom they may talk to. https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const network = z
  .strictObject({
    from: z.array(dnsLabel("Service of this stack.")).default([]).describe("Services whose pods may connect."),
    fromNamespaces: z.array(dnsLabel("Namespace.")).default([]).describe("Namespaces whose pods may connect."),
    fromAnywhere: flag("Whether everybody may connect to the ports; default false.").default(false),
    to: z
      .array(dnsLabel("Service of this stack."))
      .optional()
      .describe("Services the pods may connect to, besides DNS; default everything, or none with one of the next two."),
    toNamespaces: z
      .array(dnsLabel("Namespace."))
      .optional()
      .describe("Namespaces the pods may connect to, besides `to`, e.g. a database's; default as `to`."),
    toCidrs: z
      .array(cidr("Range of addresses."))
      .optional()
      .describe("Addresses the pods may connect to, besides `to`, e.g. those of an API outside; default as `to`."),
  })
  .describe("A NetworkPolicy: nobody but these may connect. Default: no policy.");

export type Port = z.output<typeof port>;
export type Network = z.output<typeof network>;
export type Route = z.output<typeof route>;
