import assert from "node:assert/strict";
import { asReleased } from "../../../release/canary/asReleased.ts";
import { parameters, record } from "../builders.ts";

const terms = { from: "sre", count: 1, expires: 86_400 };
const ran = record(1, {
  changes: [{ service: "web", namespace: "prod", after: parameters("v1", { env: { A: "a" } }) }],
});
const stackWith = (env: object, approval?: typeof terms) => ({
  config: { approval },
  services: new Map([["web", { namespace: "prod", parameters: parameters("v1", { env }) } as never]]),
});
const edits = [{ service: "web", release: { version: "v1" } }];

describe("what an abort brings where others approve", () => {
  it("is what was released, and no other change that stands in the file by now", () => {
    assert.deepEqual(asReleased(edits, stackWith({ A: "b" }, terms), [ran]), {
      edits: [{ ...edits[0], basic: parameters("v1", { env: { A: "a" } }).basic, secrets: {} }],
      notes: ["web: what nobody has approved is out of the stack's file again: basic.env.A"],
    });
    const gone = { ...ran, approval: { from: "sre", count: 1 } };
    assert.equal(asReleased(edits, stackWith({ A: "b" }), [gone]).notes.length, 1);
  });

  it("is what the file says where nobody approves, where it says the same, and of what was never released", () => {
    for (const [stack, records] of [
      [stackWith({ A: "b" }), [ran]],
      [stackWith({ A: "a" }, terms), [ran]],
      [stackWith({ A: "b" }, terms), []],
    ] as const) {
      assert.deepEqual(asReleased(edits, stack, records), { edits, notes: [] });
    }
  });
});
