import type { Service } from "./config/stackConfig.ts";
import { defaultPort } from "./config/defaultPort.ts";
import { pathsOf, routesOf } from "./config/routesOf.ts";
import { servedPorts } from "./config/servedPorts.ts";
import type { Port } from "./config/network.ts";

/** Where a service answers, as a person opens it and another service calls it. */
export interface Addresses {
  /** From inside the cluster, at the first port: `http://web.staging.svc:80`. Absent for a service without ports. */
  url?: string;
  /** From outside, one for each host of the route but wildcards: `https://www.example/shop`. Absent without any. */
  publicUrls?: string[];
}

/** The addresses that a service's parameters come to. */
export function addresses(service: Service): Addresses {
  const [first] = servedPorts(service);
  const publicUrls = routedUrls(service);
  return {
    ...(first === undefined ? {} : { url: clusterUrl(service, ...first) }),
    ...(publicUrls.length === 0 ? {} : { publicUrls }),
  };
}

function clusterUrl(service: Service, name: string, port: Port): string {
  return `${scheme(service, name, port)}://${service.name}.${service.namespace}.svc:${port.service ?? port.container}`;
}

/** What the port says that it speaks; HTTP too where the pods are asked by HTTP whether they are ready. */
function scheme({ ports, probes }: Service, name: string, { appProtocol, protocol }: Port): string {
  const spoken = appProtocol?.replace(/^kubernetes\.io\//, "").replace(/^h2c$/, "http");
  // Somebody's own protocol (`example.com/ours`) is no scheme.
  if (spoken !== undefined && !spoken.includes("/")) return spoken;
  const { http } = probes.readiness ?? {};
  const asked = http !== undefined && (http.port ?? defaultPort(Object.keys(ports))) === name;
  return asked ? "http" : protocol.toLowerCase();
}

/** With a Gateway TLS is its listener's affair, so its URLs are http ones: where it has TLS, it sends people on. */
function routedUrls(service: Service): string[] {
  const urls = routesOf(service).flatMap(({ route }) => {
    const secure = route.tls || route.tlsSecret !== undefined ? "https" : "http";
    const [{ path } = { path: "/" }] = pathsOf(route);
    return route.hosts.filter((host) => !host.startsWith("*.")).map((host) => `${secure}://${host}${path}`);
  });
  return [...new Set(urls)];
}
