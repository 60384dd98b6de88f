import type { Probe } from "../../config/probes.ts";
import type { ProbeShape } from "./shapes.ts";

/** A probe as a parameter says it, with Kubernetes' own defaults; `ports` are the container's, by name. */
export function readProbe(probe: ProbeShape | undefined, ports: ReadonlyMap<string, number>): Probe | undefined {
  if (probe === undefined) return undefined;
  const { httpGet, tcpSocket, grpc, exec } = probe;
  const named = (port: number | string | undefined) => {
    const found = typeof port === "number" ? [...ports].find(([, number]) => number === port)?.[0] : port;
    return { port: found ?? String(port) };
  };
  return {
    ...(httpGet === undefined
      ? {}
      : { http: { path: httpGet.path ?? "/", ...named(httpGet.port), scheme: scheme(httpGet.scheme), headers: {} } }),
    ...(tcpSocket === undefined ? {} : { tcp: named(tcpSocket.port) }),
    ...(grpc === undefined ? {} : { grpc: named(grpc.port) }),
    ...(exec === undefined ? {} : { exec: { command: exec.command ?? [] } }),
    delay: probe.initialDelaySeconds ?? 0,
    period: probe.periodSeconds ?? 10,
    timeout: probe.timeoutSeconds ?? 1,
    failures: probe.failureThreshold ?? 3,
  };
}

function scheme(text: string | undefined): "HTTP" | "HTTPS" {
  return text === "HTTPS" ? "HTTPS" : "HTTP";
}
