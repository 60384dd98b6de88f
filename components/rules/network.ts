import type { Route } from "../config/routeParameters.ts";
import { gatewaysOf } from "../config/gatewaysOf.ts";
import { routesOf } from "../config/routesOf.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { serves } from "./rule.ts";
import type { Breach, Rule } from "./rule.ts";

export const networkAdmits: Rule = {
  code: "ZD020",
  check: (service, stack) => [...shutIn(service), ...shutOut(service, stack)],
};

/** Who must reach the pods, and may not. In which namespace a gateway's pods run is not known, so any one will do. */
function shutIn(service: Service): Breach[] {
  const { network } = service;
  if (network === undefined || network.fromAnywhere) return [];
  if (network.fromNamespaces.length + network.fromCidrs.length > 0) return [];
  const [routed] = routesOf(service);
  if (routed !== undefined) return [noGateway(service, routed.route)];
  if (!serves(service) || network.from.length > 0) return [];
  return [
    {
      parameter: "network.from",
      message: `it admits nobody: every connection to port ${Object.keys(service.ports).join(" and ")} is dropped, but the kubelet's probes`,
      fix: "name who may connect, e.g. network: {from: [SERVICE]}, or leave network out",
    },
  ];
}

function noGateway({ namespace }: Service, route: Route): Breach {
  const { kind, hosts, gatewayNamespace } = route;
  const who = kind === "Ingress" ? "the ingress controller" : `gateway ${gatewaysOf(route).join(" and ")}`;
  const where = kind === "Ingress" ? "ingress-nginx" : (gatewayNamespace ?? namespace);
  return {
    parameter: "network.fromNamespaces",
    message: `it admits neither everybody nor a namespace, so ${who} is shut out: every request for ${hosts.length === 0 ? "its hosts" : hosts.join(", ")} is dropped`,
    fix: `admit the namespace that its pods run in, e.g. network: {fromNamespaces: [${where}]}, or fromAnywhere: true`,
  };
}

/** Whom the pods are sent to, and who does not let them in. */
function shutOut(service: Service, { services }: StackConfig): Breach[] {
  const named = services.filter(({ name }) => service.network?.to?.includes(name) === true);
  return named
    .filter((peer) => !admits(peer, service))
    .map(({ name }) => ({
      parameter: "network.to",
      message: `it sends to ${name}, whose network does not admit ${service.name}: every connection is dropped`,
      fix: `add ${service.name} to services.${name}.network.from`,
    }));
}

function admits({ network }: Service, { name, namespace }: Service): boolean {
  if (network === undefined) return true;
  return network.fromAnywhere || network.from.includes(name) || network.fromNamespaces.includes(namespace);
}
