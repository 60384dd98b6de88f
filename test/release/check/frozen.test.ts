import assert from "node:assert/strict";
import type { Stack } from "../../../parameters/stack.ts";
import type { Freeze } from "../../../records/freeze.ts";
import { besideFrozen } from "../../../release/check/frozen.ts";
import type { ReleaseRequest } from "../../../release/context.ts";
import type { ReleaseEvent } from "../../../release/events.ts";

const stack = {
  ...{ name: "staging", project: "releases", namespace: "staging" },
  services: new Map(["web", "docs"].map((name) => [name, {}])),
} as unknown as Stack;
const freeze: Freeze = {
  ...{ services: ["web"], until: "2026-12-01T08:00:00.000Z", reason: "sale", operator: "ada" },
  at: "2026-11-28T18:00:00.000Z",
};
const freezes = [freeze];
const request: ReleaseRequest = { kind: "deploy", edits: [], restore: true, force: false, commit: false };

describe("a release of the whole stack, of which something is frozen", () => {
  it("goes on with the others, and is known to be the whole but for that", () => {
    const told: ReleaseEvent[] = [];
    const beside = besideFrozen(request, freezes, stack, (event) => void told.push(event));
    assert.deepEqual(beside, { ...request, edits: [{ service: "docs" }], besideFrozen: true });
    assert.equal(told.length, 1);
  });

  it("is held where a plain up comes after it, which would release what is left out", () => {
    const emit = () => assert.fail("nothing is left out");
    assert.throws(() => besideFrozen({ ...request, allOrNothing: true }, freezes, stack, emit), {
      code: "FROZEN",
      message: "web of stack staging is frozen; nothing was touched",
      exitCode: 4,
    });
    const past = { ...request, allOrNothing: true, despiteFreeze: "outage" };
    assert.equal(besideFrozen(past, freezes, stack, emit), past);
  });
});
