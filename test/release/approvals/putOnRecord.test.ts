import assert from "node:assert/strict";
import { putOnRecord } from "../../../release/approvals/putOnRecord.ts";
import { record } from "../builders.ts";

const refusal = new Error("refused");

/** What was done, in order; `fails`: the step that does not work. */
async function steps(...fails: string[]): Promise<string[]> {
  const done: string[] = [];
  const step = (name: string) => () => {
    done.push(name);
    return fails.includes(name) ? Promise.reject(refusal) : Promise.resolve();
  };
  const records = { save: step("save"), remove: step("remove") };
  const begun = putOnRecord(record(1), { use: step("use") }, records);
  if (fails.length === 0) await begun;
  else await assert.rejects(begun, refusal);
  return done;
}

describe("what is approved", () => {
  it("is used up once its release is on record, so that a crash, or no place for the record, costs no approval", async () => {
    assert.deepEqual(await steps(), ["save", "use"]);
    assert.deepEqual(await steps("save"), ["save"]);
  });

  it("leaves no record where it is over in this moment; why is told, also where the record cannot be removed", async () => {
    assert.deepEqual(await steps("use"), ["save", "use", "remove"]);
    assert.deepEqual(await steps("use", "remove"), ["save", "use", "remove"]);
  });
});
