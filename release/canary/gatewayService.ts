import type { V1Service } from "@kubernetes/client-node";

/** A Gateway, as far as it is looked at here. https://gateway-api.sigs.k8s.io/reference/spec/#gateway */
export interface GatewayObject {
  spec: { listeners: { name?: string; port: number; protocol: string }[] };
  status?: { addresses?: { value: string }[] };
}

/** The Service that a gateway answers at, by its address. */
export interface GatewayService {
  name: string;
  port: number;
}

/**
 * Which of the Services of a gateway's namespace it answers at, without TLS; or why none is to be asked. Pure.
 * @param sectionName the listener that a route is of; default: any
 */
export function gatewayService(
  { spec, status }: GatewayObject,
  services: readonly V1Service[],
  sectionName?: string,
): GatewayService | string {
  const wanted = spec.listeners.filter(({ name }) => sectionName === undefined || name === sectionName);
  const listener = wanted.find(({ protocol }) => protocol === "HTTP");
  if (listener === undefined) return "it listens with TLS alone";
  const addresses = (status?.addresses ?? []).map(({ value }) => value);
  const serving = services.find((service) => addressesOf(service).some((address) => addresses.includes(address)));
  const ports = serving?.spec?.ports ?? [];
  const port = ports.find((one) => one.port === listener.port || one.targetPort === listener.port) ?? ports[0];
  const name = serving?.metadata?.name;
  if (name !== undefined && port !== undefined) return { name, port: port.port };
  return `no Service beside it has its address (${addresses.join(", ") || "none yet"})`;
}

function addressesOf({ spec, status }: V1Service): string[] {
  const balanced = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => [ip, hostname]);
  const given = [...(spec?.clusterIPs ?? []), ...(spec?.externalIPs ?? []), ...balanced];
  return given.filter((address) => address !== undefined);
}
