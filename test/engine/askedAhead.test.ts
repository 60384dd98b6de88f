import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { AskedAhead } from "../../engine/askedAhead.ts";

function counted(keeps: number, given?: Promise<number>) {
  let asked = 0;
  return new AskedAhead(() => Promise.resolve((asked += 1)), keeps, given);
}

describe("what is asked for ahead of its use", () => {
  it("is asked once, and taken once", async () => {
    const answer = counted(60_000);
    answer.ahead();
    answer.ahead();
    assert.equal(await answer.take(), 1);
    assert.equal(await answer.take(), 2);
  });

  it("is taken from whoever has asked before", async () => {
    const answer = counted(60_000, Promise.resolve(7));
    answer.ahead();
    assert.deepEqual([await answer.take(), await answer.take()], [7, 1]);
  });

  it("is asked for again where it has become old", async () => {
    const answer = counted(0);
    answer.ahead();
    await sleep(5);
    assert.equal(await answer.take(), 2);
  });

  it("fails where it is taken, and not before", async () => {
    const answer = new AskedAhead(() => Promise.reject(new Error("the backend is away")), 60_000);
    answer.ahead();
    await sleep(5);
    await assert.rejects(answer.take(), /the backend is away/);
  });
});
