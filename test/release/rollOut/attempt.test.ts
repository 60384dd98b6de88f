import assert from "node:assert/strict";
import { closeCutOff } from "../../../release/rollOut/attempt.ts";
import { record } from "../builders.ts";

describe("the end of a release that is cut off", () => {
  async function close(save: () => Promise<void>): Promise<string[]> {
    const seen: string[] = [];
    const records = { save: () => save().then(() => void seen.push("on record")) };
    const cutOff = record(1, { result: "running" });
    await closeCutOff(cutOff, { records, ended: ({ result }) => void seen.push(`told: ${result}`) });
    assert.equal(cutOff.result, "interrupted");
    return seen;
  }

  it("is told once it is on record", async () => {
    assert.deepEqual(await close(() => Promise.resolve()), ["on record", "told: interrupted"]);
  });

  it("is left to recover where it cannot be kept: that finds the record open, and tells what became of it", async () => {
    assert.deepEqual(await close(() => Promise.reject(new Error("no route to the API server"))), []);
  });
});
