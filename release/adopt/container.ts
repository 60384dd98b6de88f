import { isPlainObject, type PlainObject } from "../../components/config/layers.ts";
import { present } from "./present.ts";
import type { LiveContainer, LiveProbe, LiveRef, LiveVariable } from "./shapes.ts";

/** What the parameters say of the container that serves, as they are written; what they cannot, patches say. */
export function containerParameters(container: LiveContainer, ports: ReadonlyMap<number, string>): PlainObject {
  const { command, args, imagePullPolicy, resources = {} } = container;
  return present({
    imagePull: imagePullPolicy,
    command,
    args,
    ...variables(container),
    probes: present({
      startup: probe(container.startupProbe, ports),
      readiness: probe(container.readinessProbe, ports),
      liveness: probe(container.livenessProbe, ports),
    }),
    resources: { requests: amounts(resources.requests), limits: amounts(resources.limits) },
  });
}

function amounts(given: Record<string, string | number> = {}): PlainObject {
  const known = ["cpu", "memory", "ephemeral-storage"];
  return Object.fromEntries(
    Object.entries(given)
      .filter(([key]) => known.includes(key))
      .map(([key, value]) => [key, String(value)]),
  );
}

function variables({ env = [], envFrom = [] }: LiveContainer): PlainObject {
  const sayable = env.filter(({ name }) => /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name));
  const texts = sayable.filter(({ valueFrom }) => valueFrom === undefined);
  const sources = sayable.flatMap((variable) => {
    const source = sourceOf(variable);
    return source === undefined ? [] : [[variable.name, source] as const];
  });
  const wholes = envFrom.map(({ prefix, secretRef, configMapRef }) =>
    present({ secret: secretRef?.name, configMap: configMapRef?.name, prefix, ...optional(secretRef ?? configMapRef) }),
  );
  return {
    ...(texts.length === 0 ? {} : { env: Object.fromEntries(texts.map(({ name, value = "" }) => [name, value])) }),
    ...(sources.length === 0 ? {} : { valueFrom: Object.fromEntries(sources) }),
    ...(wholes.length === 0 ? {} : { envFrom: wholes }),
  };
}

function sourceOf({ name, valueFrom = {} }: LiveVariable): PlainObject | undefined {
  const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom;
  if (fieldRef !== undefined) return { field: fieldRef.fieldPath };
  const ref = secretKeyRef ?? configMapKeyRef;
  if (ref?.name === undefined) return undefined;
  const kept = secretKeyRef === undefined ? { configMap: ref.name } : { secret: ref.name };
  return { ...kept, ...(ref.key === name ? {} : { key: ref.key }), ...optional(ref) };
}

function optional(ref: LiveRef | undefined): PlainObject {
  return ref?.optional === true ? { optional: true } : {};
}

/** A port is named; where none is, the whole probe is a patch's. */
function probe(live: LiveProbe | undefined, ports: ReadonlyMap<number, string>): PlainObject | undefined {
  if (live === undefined) return undefined;
  const { httpGet, tcpSocket, grpc, exec } = live;
  const nameOf = (port: number | string | undefined) =>
    typeof port === "number" ? ports.get(port) : [...ports.values()].find((name) => name === port);
  const asked = present({
    http:
      httpGet &&
      present({
        path: httpGet.path ?? "/",
        port: nameOf(httpGet.port),
        scheme: httpGet.scheme === "HTTPS" ? "HTTPS" : undefined,
        headers: httpGet.httpHeaders && Object.fromEntries(httpGet.httpHeaders.map(({ name, value }) => [name, value])),
      }),
    tcp: tcpSocket && present({ port: nameOf(tcpSocket.port) }),
    grpc: grpc && present({ port: nameOf(grpc.port), service: grpc.service === "" ? undefined : grpc.service }),
    exec: exec && { command: exec.command },
  });
  const needsPort = exec === undefined;
  if (needsPort && !Object.values(asked).some((way) => isPlainObject(way) && way.port !== undefined)) return undefined;
  return {
    ...asked,
    delay: `${live.initialDelaySeconds ?? 0}s`,
    period: `${live.periodSeconds ?? 10}s`,
    timeout: `${live.timeoutSeconds ?? 1}s`,
    failures: live.failureThreshold ?? 3,
  };
}
