import assert from "node:assert/strict";
import { endsOf } from "../../bench/crashes.ts";

const status = { name: "web", image: "", imageID: "", ready: false };
const terminated = { exitCode: 3 };

describe("how often a container has ended, by its status", () => {
  const cases = [
    ["runs for the first time", 0, { running: {} }, {}, 0],
    ["has ended once", 0, { terminated }, {}, 1],
    ["runs again", 1, { running: {} }, { terminated }, 1],
    ["has ended again", 1, { terminated }, { terminated }, 2],
    ["waits for its third start", 1, { waiting: { reason: "CrashLoopBackOff" } }, { terminated }, 2],
    ["waits for its image", 0, { waiting: { reason: "ContainerCreating" } }, {}, 0],
  ] as const;
  for (const [title, restartCount, state, lastState, ends] of cases) {
    it(`${ends} where it ${title}`, () => {
      assert.equal(endsOf({ ...status, restartCount, state, lastState }), ends);
    });
  }
});
