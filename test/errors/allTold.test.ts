import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { allTold } from "../../errors/allTold.ts";

describe("waiting for several at once", () => {
  it("gives each one's answer in its place", async () => {
    assert.deepEqual(await allTold([sleep(5, "slow"), Promise.resolve(2)]), ["slow", 2]);
  });

  it("tells the first failure in order, whichever came first", async () => {
    const late = sleep(5).then(() => Promise.reject(new Error("no rights")));
    await assert.rejects(allTold([late, Promise.reject(new Error("no namespace"))]), /no rights/);
  });
});
