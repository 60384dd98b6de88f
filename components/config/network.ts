import { z } from "zod";
import { cidr } from "./cidr.ts";
import { choice, dnsLabel, flag, integer, mapOf, portNumber } from "./fields.ts";
import { portName, qualifiedName } from "./names.ts";

export const port = z.strictObject({
  container: portNumber("Port the container listens on."),
  service: portNumber("Port of the Service; default the container's.").optional(),
  protocol: choice("Default TCP.", ["TCP", "UDP"]).default("TCP"),
  appProtocol: qualifiedName("Hint for gateways.", "http, grpc or kubernetes.io/h2c").optional(),
  served: flag(
    "Whether the Service offers it; false for metrics or health that are asked of pods. Default true.",
  ).default(true),
  nodePort: integer(
    "Port of every node (NodePort, LoadBalancer); default one that is free.",
    1,
    65_535,
    "port",
  ).optional(),
});

export const ports = mapOf(
  portName("Name of the port."),
  port,
  "Ports by name; http, else the first by name, is the probes' default.",
);

/** Who may talk to the pods, and whom they may talk to. https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const network = z
  .strictObject({
    from: z.array(dnsLabel("Service of this stack.")).default([]).describe("Services whose pods may connect."),
    fromNamespaces: z.array(dnsLabel("Namespace.")).default([]).describe("Namespaces whose pods may connect."),
    fromAnywhere: flag("Whether everybody may connect to the ports; default false.").default(false),
    fromCidrs: z
      .array(cidr("Range of addresses."))
      .default([])
      .describe("Addresses that may connect, e.g. those of a load balancer that goes to the pods themselves."),
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
