import type { ReleaseRecord, ServiceChange } from "../../records/record.ts";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";

export function parameters(version: string, basic: Record<string, unknown> = {}): ServiceParameters {
  return { basic: { template: "website", image: "localhost/web", ...basic }, release: { version }, secrets: {} };
}

export function change(service: string, from: string | undefined, to: string): ServiceChange {
  return {
    service,
    namespace: "staging",
    ...(from === undefined ? {} : { before: parameters(from) }),
    after: parameters(to),
  };
}

/** Ids count upwards, so `record(3)` is newer than `record(2)`. */
export function record(number: number, parts: Partial<ReleaseRecord> = {}): ReleaseRecord {
  return {
    id: `20261122-0100${String(number).padStart(2, "0")}-abcd`,
    project: "releases",
    stack: "staging",
    kind: "deploy",
    changes: [change("website", "v1", "v2")],
    operator: "ada@desk",
    startedAt: `2026-11-22T01:00:${String(number).padStart(2, "0")}.000Z`,
    endedAt: `2026-11-22T01:01:${String(number).padStart(2, "0")}.000Z`,
    phases: [],
    result: "succeeded",
    ...parts,
  };
}
