import type { Service } from "../../components/config/stackConfig.ts";
import { omit } from "../../components/config/omit.ts";
import type { Stack } from "../../parameters/stack.ts";
import { standIn } from "../../release/canary/since.ts";
import type { LiveStatus } from "../../release/status.ts";
import type { ServiceRow } from "../api/overview.ts";
import { servesSince, type ServiceStory } from "./recordIndex.ts";

/** What a row is made of. */
export interface RowParts {
  /** Undefined of one that has left the stack's file. */
  service: Service | undefined;
  status: LiveStatus;
  group: string | undefined;
  story: ServiceStory | undefined;
  /** Objects changed by hand. */
  drift: number;
  elsewhere: Record<string, string>;
}

/** One service as it runs now, beside its records. Pure. */
export function rowOf({ service, status, group, story, drift, elsewhere }: RowParts): ServiceRow {
  const known = omit(status, "schedule");
  const stand = service === undefined ? undefined : standIn(service);
  const last = story?.last;
  return {
    ...known,
    ...(service?.owner === undefined ? {} : { owner: service.owner }),
    ...(group === undefined ? {} : { group }),
    template: service?.template ?? "",
    ...(story === undefined || status.runs === undefined ? {} : servesSince(story)),
    ...(last === undefined
      ? {}
      : { last: { id: last.id, result: last.result, kind: last.kind, at: last.endedAt ?? last.startedAt } }),
    ...(stand === undefined
      ? {}
      : { canary: { version: stand.version, weight: stand.weight, step: stand.step, steps: stand.steps } }),
    drift,
    elsewhere,
  };
}

/** The group that a service is shown in: its own word, else the first of the stack's groups that has it. Pure. */
export function groupOf({ config }: Pick<Stack, "config">, name: string): string | undefined {
  const own = config.services.find((service) => service.name === name)?.group;
  return own ?? Object.entries(config.groups).find(([, members]) => members.includes(name))?.[0];
}

/** Rows that are new or say something else, and services that have none any more. Pure. */
export function changedRows(
  before: ReadonlyMap<string, ServiceRow>,
  after: ReadonlyMap<string, ServiceRow>,
): { rows: ServiceRow[]; removed: string[] } {
  const rows = [...after.values()].filter((row) => JSON.stringify(before.get(row.service)) !== JSON.stringify(row));
  return { rows, removed: [...before.keys()].filter((name) => !after.has(name)) };
}
