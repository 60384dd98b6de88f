import assert from "node:assert/strict";
import { turns } from "../../host/turns.ts";

describe("work that goes in turns", () => {
  it("goes on so many at a time, and each gets its own answer or error", async () => {
    const inTurn = turns(2);
    let now = 0;
    let most = 0;
    const ends = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((each) =>
        inTurn(async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise((resolve) => setImmediate(resolve));
          now -= 1;
          if (each === 3) throw new Error("three");
          return each;
        }),
      ),
    );
    assert.equal(most, 2);
    assert.equal(now, 0);
    assert.deepEqual(
      ends.map((end) => (end.status === "fulfilled" ? end.value : "failed")),
      [1, 2, "failed", 4, 5],
    );
    assert.equal(await inTurn(() => Promise.resolve("after")), "after");
  });
});
