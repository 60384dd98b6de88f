import type { PlainObject } from "../../components/config/layers.ts";
import { present } from "./present.ts";
import type { LiveContainer, LiveService } from "./shapes.ts";

/** The ports, and what each number of the container is called in them. */
export interface PortParameters {
  ports: PlainObject;
  names: ReadonlyMap<number, string>;
}

type ServicePort = NonNullable<LiveService["spec"]["ports"]>[number];

/** A container's ports, and those that its Service leads to without their being named there. */
export function portParameters({ ports = [] }: LiveContainer, service: LiveService | undefined): PortParameters {
  const offered = service?.spec.ports ?? [];
  const numberOf = ({ targetPort, port }: ServicePort) =>
    typeof targetPort === "string"
      ? ports.find(({ name }) => name === targetPort)?.containerPort
      : (targetPort ?? port);
  const listed = ports.map(({ name, containerPort, protocol }) => ({ name, containerPort, protocol }));
  const unlisted = offered.flatMap((port) => {
    const containerPort = numberOf(port);
    if (containerPort === undefined || listed.some((one) => one.containerPort === containerPort)) return [];
    return [{ name: port.name, containerPort, protocol: port.protocol }];
  });
  const names = new Map<number, string>();
  const entries: [string, PlainObject][] = [];
  for (const { name, containerPort, protocol } of [...listed, ...unlisted]) {
    const way = offered.find(
      (port) => numberOf(port) === containerPort && (port.protocol ?? "TCP") === (protocol ?? "TCP"),
    );
    const wanted = name ?? way?.name ?? (names.size === 0 ? "http" : `port-${containerPort}`);
    const taken = entries.some(([key]) => key === wanted);
    const called = taken || !/^[a-z](-?[a-z0-9]){0,14}$/.test(wanted) ? `port-${containerPort}` : wanted;
    if (!names.has(containerPort)) names.set(containerPort, called);
    entries.push([called, portOf(containerPort, protocol, way, service)]);
  }
  return { ports: Object.fromEntries(entries), names };
}

function portOf(
  container: number,
  protocol: string | undefined,
  way: ServicePort | undefined,
  service: LiveService | undefined,
): PlainObject {
  const onNodes = service?.spec.type === "NodePort" || service?.spec.type === "LoadBalancer";
  return present({
    container,
    service: way === undefined || way.port === container ? undefined : way.port,
    protocol: protocol === "UDP" ? "UDP" : undefined,
    appProtocol: way?.appProtocol,
    served: way === undefined ? false : undefined,
    nodePort: onNodes ? way?.nodePort : undefined,
  });
}
