import assert from "node:assert/strict";
import { isThisProcess, thisHolder } from "../../lock/holder.ts";

describe("the holder of a lease", () => {
  it("is this process, and not another of the same number on another machine, or of another time", () => {
    const own = thisHolder("ada", "watch");
    assert.equal(isThisProcess(own), true);
    assert.equal(isThisProcess({ ...own, pid: own.pid + 1 }), false);
    assert.equal(isThisProcess({ ...own, host: "another-pod" }), false);
    assert.equal(isThisProcess({ ...own, machine: "another boot" }), false);
    assert.equal(isThisProcess({ ...own, started: "1" }), false);
  });
});
