import type { ReleaseRecord } from "../records/record.ts";

const hour = 3_600_000;

export interface MadeRecords {
  count: number;
  /** Of the first; one an hour follows it. ms since 1970 */
  from: number;
  /** Names of the services that they change, in turn. */
  services: readonly string[];
  namespace: string;
  stack: string;
  /** Default: none has a commit. */
  commits?: readonly string[];
}

/** Records as releases leave them: one to three services each, every ninth rolled back, every twentieth a rollback. */
export function madeRecords({ count, from, services, namespace, stack, commits = [] }: MadeRecords): ReleaseRecord[] {
  const parameters = (version: number) => ({
    basic: { template: "website", image: "team/web", owner: "web-team", replicas: 3, env: { GREETING: "hello" } },
    release: { version: `v${version}` },
    secrets: {},
  });
  return Array.from({ length: count }, (_, index) => {
    const startedAt = from + index * hour;
    const commit = commits[index];
    const changes = Array.from({ length: 1 + (index % 3) }, (_unused, more) => ({
      ...{ service: services[(index + more) % services.length] ?? "", namespace },
      ...{ before: parameters(index), after: parameters(index + 1) },
    }));
    return {
      ...{ id: idOf(startedAt), project: "releases", stack, operator: "ada@desk", changes, phases: [] },
      ...(index % 9 === 0 ? { result: "rolled back", reason: "crashes" } : { result: "succeeded" }),
      kind: index % 20 === 7 ? "rollback" : "deploy",
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(startedAt + 20_000).toISOString(),
      ...(commit === undefined ? {} : { git: { commit, branch: "main", dirty: 0, behind: 0, ahead: 0 } }),
    } satisfies ReleaseRecord;
  });
}

/** `20261122-013005-made` */
function idOf(ms: number): string {
  const digits = new Date(ms).toISOString().replaceAll(/\D/g, "");
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-made`;
}
