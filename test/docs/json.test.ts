import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReleaseEvent } from "../../release/events.ts";
import { releaseKinds, releaseResults, type ReleaseRecord } from "../../records/record.ts";

const text = readFileSync(join(import.meta.dirname, "../../docs/json.md"), "utf8");

/** Complete by type: a field that is added does not compile until it stands here, and then in the docs. */
const recordFields: Record<keyof Required<ReleaseRecord>, true> = {
  ...{
    id: true,
    project: true,
    stack: true,
    kind: true,
    changes: true,
    operator: true,
    user: true,
    description: true,
    git: true,
  },
  ...{ startedAt: true, endedAt: true, phases: true, result: true, reason: true, failed: true },
  ...{ cause: true, of: true, restoredBy: true, takenOut: true, left: true, jobs: true, kept: true },
  ...{ adopted: true, drift: true, leftFields: true, process: true, tool: true, despiteFreeze: true, canary: true },
  approval: true,
};

const events: Record<ReleaseEvent["type"], true> = {
  ...{
    phase: true,
    plan: true,
    resource: true,
    rollout: true,
    job: true,
    podLog: true,
    clusterEvent: true,
    note: true,
    canaryStep: true,
    canaryLook: true,
  },
};

describe("docs/json.md", () => {
  it("describes every field of a record, a row each", () => {
    const rows = [...text.matchAll(/^\| `(\w+)` +\|/gm)].map((match) => match[1]);
    const missing = Object.keys(recordFields).filter((field) => !rows.includes(field));
    assert.deepEqual(missing, []);
  });

  it("describes every event line, a row each", () => {
    const missing = Object.keys(events).filter((type) => !new RegExp(`^\\| \`${type}\` +\\|`, "m").test(text));
    assert.deepEqual(missing, []);
  });

  it("names every kind and every result", () => {
    const missing = [...releaseKinds, ...releaseResults].filter((name) => !text.includes(`\`${name}\``));
    assert.deepEqual(missing, []);
  });
});
