import type { GroupPlaces } from "../parameters/groups.ts";
import type { ServiceChange } from "../records/record.ts";

/** A service that leaves the stack with a release, and what goes with it. */
export interface Removal extends ServiceChange {
  removed: true;
  /** Whether somebody has asked for it by name, or by `renamedFrom`. */
  named: boolean;
  /** Its pods that serve now. */
  serving: number;
  /** Of one that runs on a schedule: when. */
  schedule?: string;
  /** Hosts that lead there, with their path. */
  hosts: string[];
  /** Its volume claims: those that stay, and those that go with it. */
  stay: string[];
  go: string[];
}

/** `docs v4: 2 pods serve, docs.example/ leads there; volume docs-data stays` */
export function removalText({ service, after, serving, schedule, hosts, stay, go }: Removal): string {
  const pods = serving === 0 ? "no pod serves" : serving === 1 ? "1 pod serves" : `${serving} pods serve`;
  const served = schedule === undefined ? pods : `it runs at ${schedule}`;
  const led = hosts.length === 0 ? "" : `, ${hosts.join(", ")} ${hosts.length === 1 ? "leads" : "lead"} there`;
  const kept = stay.length === 0 ? "" : `; ${volumes(stay)} ${stay.length === 1 ? "stays" : "stay"}`;
  const lost = go.length === 0 ? "" : `; ${volumes(go)} ${go.length === 1 ? "GOES WITH ITS" : "GO WITH THEIR"} DATA`;
  return `${service} ${after.release.version}: ${served}${led}${kept}${lost}`;
}

function volumes(names: readonly string[]): string {
  return `${names.length === 1 ? "volume" : "volumes"} ${names.join(", ")}`;
}

/** What of it is kept on record. */
export function recordedRemoval(
  { service, namespace, before, after, removed, renamedTo, withData }: Removal,
  groups: GroupPlaces | undefined,
): ServiceChange {
  return {
    ...{ service, namespace, after, removed },
    ...(before === undefined ? {} : { before }),
    ...(renamedTo === undefined ? {} : { renamedTo }),
    ...(withData === undefined ? {} : { withData }),
    ...(groups === undefined ? {} : { groups }),
  };
}
