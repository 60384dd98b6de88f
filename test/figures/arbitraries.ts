import fc from "fast-check";
import type { Change } from "../../figures/change.ts";
import { releaseKinds, releaseResults, type ReleaseRecord } from "../../records/record.ts";
import { change, record } from "../release/builders.ts";

export const begin = Date.parse("2026-11-01T00:00:00Z");
const day = 86_400_000;

/** Records of three services over 30 days; no two begin at the same moment, as their ids tell them apart. */
export const anyRecords: fc.Arbitrary<ReleaseRecord[]> = fc
  .uniqueArray(
    fc.record({
      at: fc.integer({ min: 0, max: 30 * day }),
      took: fc.integer({ min: 0, max: 600_000 }),
      kind: fc.constantFrom(...releaseKinds),
      result: fc.constantFrom(...releaseResults),
      services: fc.uniqueArray(fc.constantFrom("website", "docs", "jp"), { minLength: 1 }),
      version: fc.integer({ min: 1, max: 4 }),
      blamed: fc.boolean(),
    }),
    { selector: ({ at }) => at, maxLength: 40 },
  )
  .map((drawn) =>
    drawn.map(({ at, took, kind, result, services, version, blamed }, index) =>
      record(0, {
        ...{ id: `release-${index}`, kind, result },
        changes: services.map((service) => change(service, "v0", `v${version}`)),
        startedAt: new Date(begin + at).toISOString(),
        endedAt: new Date(begin + at + took).toISOString(),
        ...(blamed ? { reason: "crashes", failed: services.slice(0, 1) } : {}),
      }),
    ),
  );

/** Changes over 30 days, several of one release among them. */
export const anyChanges: fc.Arbitrary<Change[]> = fc.array(
  fc
    .record({
      service: fc.constantFrom("website", "docs", "jp"),
      release: fc.integer({ min: 0, max: 9 }),
      state: fc.constantFrom("deployed", "failed", "taken back", "unfinished"),
      lead: fc.constantFrom<Change["lead"]>(5, 60, "again", "unknown"),
      restored: fc.option(fc.integer({ min: 0, max: day }), { nil: undefined }),
    })
    .map(({ service, release, state, lead, restored }): Change => {
      const startedAt = begin + release * 3 * day;
      const failed = state === "failed" || state === "taken back";
      const deployed = state === "deployed" || state === "taken back";
      return {
        ...{ stack: "staging", service, release: `release-${release}`, startedAt, endedAt: startedAt + 60_000 },
        ...{ deployed, failed },
        ...(deployed && lead !== undefined ? { lead } : {}),
        ...(failed && restored !== undefined ? { restoredAt: startedAt + restored } : {}),
      };
    }),
);
