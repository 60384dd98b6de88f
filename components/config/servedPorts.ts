import { defaultPort } from "./defaultPort.ts";
import type { Port } from "./network.ts";

/** The ports that the Service offers. */
export function servedPorts({ ports }: { ports: Record<string, Port> }): [string, Port][] {
  return Object.entries(ports).filter(([, { served }]) => served);
}

/** The one of them that is meant where none is named. */
export function servedPort(service: { ports: Record<string, Port> }): string | undefined {
  return defaultPort(servedPorts(service).map(([name]) => name));
}
