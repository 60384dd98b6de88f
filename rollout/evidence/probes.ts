import type { V1Container, V1Probe } from "@kubernetes/client-node";

/** The probes of a container, each in a line: `readiness: GET /healthz on port 8080 (http) every 10 s, …`. */
export function describeProbes(container: Partial<V1Container>): string[] {
  const probes = {
    startup: container.startupProbe,
    readiness: container.readinessProbe,
    liveness: container.livenessProbe,
  };
  return Object.entries(probes).flatMap(([kind, probe]) =>
    probe === undefined ? [] : [`${kind}: ${describeProbe(probe, container)}`],
  );
}

/** The API server fills in what the manifest leaves out; the same defaults are shown should it not have. */
function describeProbe(probe: V1Probe, container: Partial<V1Container>): string {
  const failures = probe.failureThreshold ?? 3;
  return [
    `${action(probe, container)} every ${probe.periodSeconds ?? 10} s`,
    `from ${probe.initialDelaySeconds ?? 0} s`,
    `timeout ${probe.timeoutSeconds ?? 1} s`,
    `${failures} ${failures === 1 ? "failure" : "failures"} allowed`,
  ].join(", ");
}

function action({ httpGet, tcpSocket, grpc, exec }: V1Probe, container: Partial<V1Container>): string {
  if (httpGet !== undefined) {
    const tls = httpGet.scheme === "HTTPS" ? " by TLS" : "";
    return `GET ${httpGet.path ?? "/"}${tls} on port ${portOf(httpGet.port, container)}`;
  }
  if (tcpSocket !== undefined) return `TCP on port ${portOf(tcpSocket.port, container)}`;
  if (grpc !== undefined) return `gRPC on port ${grpc.port}`;
  return `exec ${(exec?.command ?? []).join(" ")}`;
}

/** A probe may name the container's port: `8080 (http)`. */
function portOf(port: number | string, { ports = [] }: Partial<V1Container>): string {
  const named = ports.find(({ name }) => name === port);
  return named === undefined ? String(port) : `${named.containerPort} (${port})`;
}
