import type { core } from "@pulumi/kubernetes/types/input.js";
import { defaultPort } from "../config/defaultPort.ts";
import type { Probe } from "../config/probes.ts";

/** One probe as Kubernetes writes it; `ports` are the container's port numbers by name. */
export function kubernetesProbe(probe: Probe, ports: ReadonlyMap<string, number>): core.v1.Probe {
  const first = defaultPort(ports.keys()) ?? "";
  const { http, tcp, grpc, exec } = probe;
  return {
    ...(http === undefined ? {} : { httpGet: httpGet(http, http.port ?? first) }),
    ...(tcp === undefined ? {} : { tcpSocket: { port: tcp.port ?? first } }),
    ...(grpc === undefined
      ? {}
      : {
          grpc: {
            port: ports.get(grpc.port ?? first) ?? 0,
            ...(grpc.service === undefined ? {} : { service: grpc.service }),
          },
        }),
    ...(exec === undefined ? {} : { exec: { command: exec.command } }),
    ...(probe.delay === 0 ? {} : { initialDelaySeconds: probe.delay }),
    periodSeconds: probe.period,
    timeoutSeconds: probe.timeout,
    failureThreshold: probe.failures,
  };
}

function httpGet({ path, scheme, headers }: NonNullable<Probe["http"]>, port: string): core.v1.HTTPGetAction {
  const httpHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return {
    path,
    port,
    ...(scheme === "HTTP" ? {} : { scheme }),
    ...(httpHeaders.length === 0 ? {} : { httpHeaders }),
  };
}
