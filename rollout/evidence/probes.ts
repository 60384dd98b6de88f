import type { V1Container, V1Probe } from "@kubernetes/client-node";

/** The probes of a container, each in a line: `readiness: GET :8080/healthz every 10 s, timeout 1 s, 3 failures`. */
export function describeProbes(container: Partial<V1Container>): string[] {
  const probes = {
    startup: container.startupProbe,
    readiness: container.readinessProbe,
    liveness: container.livenessProbe,
  };
  return Object.entries(probes).flatMap(([kind, probe]) =>
    probe === undefined ? [] : [`${kind}: ${describeProbe(probe)}`],
  );
}

/** The API server fills in what the manifest leaves out; the same defaults are shown should it not have. */
function describeProbe(probe: V1Probe): string {
  const failures = probe.failureThreshold ?? 3;
  return [
    `${action(probe)} every ${probe.periodSeconds ?? 10} s`,
    `from ${probe.initialDelaySeconds ?? 0} s`,
    `timeout ${probe.timeoutSeconds ?? 1} s`,
    `${failures} ${failures === 1 ? "failure" : "failures"} allowed`,
  ].join(", ");
}

function action({ httpGet, tcpSocket, grpc, exec }: V1Probe): string {
  if (httpGet !== undefined)
    return `GET ${(httpGet.scheme ?? "HTTP").toLowerCase()}://:${httpGet.port}${httpGet.path ?? "/"}`;
  if (tcpSocket !== undefined) return `TCP :${tcpSocket.port}`;
  if (grpc !== undefined) return `gRPC :${grpc.port}`;
  return `exec ${(exec?.command ?? []).join(" ")}`;
}
