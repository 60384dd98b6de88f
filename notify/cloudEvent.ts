import type { ReleaseRecord, ServiceChange } from "../records/record.ts";
import type { Told } from "./told.ts";

/** CloudEvents 1.0, structured mode, JSON. https://github.com/cloudevents/spec */
export interface CloudEvent {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  time: string;
  datacontenttype: "application/json";
  data: Record<string, unknown>;
}

/**
 * A release's end as an event. Neither parameters nor variables nor logs are in it: names, versions, and what was said of
 * the release. Pure.
 */
export function cloudEvent({ record, restore }: Told): CloudEvent {
  const { id, project, stack, result, startedAt, endedAt } = record;
  const word = wordOf(result);
  return {
    specversion: "1.0",
    // The same each time that it is sent, so that whoever gets it twice can tell; another one for another end, or way back.
    id: restore === undefined ? `${id}-${word}` : `${id}-${word}-${restore.id}-${wordOf(restore.result)}`,
    source: `/service-releases/${project}/${stack}`,
    type: `service-releases.release.${word}`,
    time: endedAt ?? restore?.endedAt ?? startedAt,
    datacontenttype: "application/json",
    data: {
      ...dataOf(record),
      ...(restore === undefined ? {} : { restore: dataOf(restore) }),
      evidence: `release show ${id} --stack ${stack}`,
    },
  };
}

function wordOf(result: ReleaseRecord["result"]): string {
  return result.replaceAll(" ", "-");
}

function dataOf(record: ReleaseRecord): Record<string, unknown> {
  const { id, project, stack, kind, result, operator, user, description, git } = record;
  const { startedAt, endedAt, reason, failed, cause, changes, approval } = record;
  const all = {
    ...{ id, project, stack, kind, result, operator, user, description, git, startedAt, endedAt, reason, failed },
    approval,
    cause: cause && { code: cause.code, message: cause.message, command: cause.command },
    services: changes.map(serviceOf),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function serviceOf({ service, namespace, before, after, removed }: ServiceChange): Record<string, unknown> {
  const from = before === undefined ? {} : { from: before.release.version };
  return { service, namespace, ...from, ...(removed === true ? { removed } : { to: after.release.version }) };
}
