import type { Port } from "./network.ts";

/** The ports that the Service offers; the first one is its own. */
export function servedPorts({ ports }: { ports: Record<string, Port> }): [string, Port][] {
  return Object.entries(ports).filter(([, { served }]) => served);
}
