import type { BasicParameters } from "./service.ts";

/** A service that another one's network names: where it is, and by which names its pods are found. */
export interface Peer {
  namespace: string;
  /** What it was called before, while it is being renamed and pods of both names serve. */
  renamedFrom?: string;
  /** What its pods are found by, if not by our own labels. */
  selector?: Record<string, string>;
  /** Its jobs, whose pods are to be let in as they are. */
  jobs: readonly string[];
}

/** The services that a network names, by name. Those that are not there are an error elsewhere. */
export function peersOf(
  { network }: BasicParameters,
  services: Readonly<Record<string, { parameters: BasicParameters | undefined }>>,
  namespace: string,
): Record<string, Peer> {
  const named = [...(network?.from ?? []), ...(network?.to ?? [])];
  return Object.fromEntries(
    named.map((name): [string, Peer] => {
      const peer = services[name]?.parameters;
      const { renamedFrom, selector, jobs } = peer ?? {};
      return [
        name,
        {
          namespace: peer?.namespace ?? namespace,
          ...(renamedFrom === undefined ? {} : { renamedFrom }),
          ...(selector === undefined ? {} : { selector }),
          jobs: [...(jobs?.before ?? []), ...(jobs?.after ?? [])].map((job) => job.name),
        },
      ];
    }),
  );
}
