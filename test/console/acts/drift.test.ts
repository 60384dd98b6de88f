import assert from "node:assert/strict";
import { countDrift, driftByService } from "../../../console/acts/drift.ts";
import type { StackCommand } from "../../../console/acts/command.ts";
import type { StackLive } from "../../../console/live/stackLive.ts";

describe("what was changed by hand, as the console counts it", () => {
  const count = async (script: string) => {
    const seen: { drift?: ReadonlyMap<string, number>; notes: string[] } = { notes: [] };
    const live = {
      ...{ synced: true, stack: { name: "staging" } },
      setDrift: (drift: ReadonlyMap<string, number>) => (seen.drift = drift),
    } as unknown as StackLive;
    const command: StackCommand = {
      ...{ stack: "staging", folder: ".", env: process.env },
      file: [process.execPath, "--eval", script, "--"],
      options: () => [],
    };
    await countDrift(
      live,
      () => command,
      (text) => seen.notes.push(text),
    );
    // Not again at once.
    await countDrift(
      live,
      () => assert.fail("asked again"),
      (text) => seen.notes.push(text),
    );
    return seen;
  };

  it("is what release drift says, by service", async () => {
    const drift = [
      { kind: "Deployment", service: "web" },
      { kind: "Service", service: "web" },
      { kind: "ConfigMap", service: "docs" },
    ];
    const { drift: counted, notes } = await count(`console.log(JSON.stringify({ drift: ${JSON.stringify(drift)} }))`);
    assert.deepEqual(
      [...(counted ?? [])],
      [
        ["web", 2],
        ["docs", 1],
      ],
    );
    assert.deepEqual(notes, []);
  });

  it("stays as it was where that cannot be said, with the reason", async () => {
    const { drift, notes } = await count(
      `console.error(JSON.stringify({ type: "error", code: "UNREACHABLE", what: "no answer" })); process.exitCode = 6`,
    );
    assert.equal(drift, undefined);
    assert.match(notes.join(), /^the drift of staging is not known: /);
  });

  it("is the stack's own where it belongs to no service", () => {
    assert.deepEqual(
      [...driftByService([{}, { service: "web" }])],
      [
        ["", 1],
        ["web", 1],
      ],
    );
  });
});
