import assert from "node:assert/strict";
import { hostname } from "node:os";
import { V1MicroTime, type V1Lease } from "@kubernetes/client-node";
import { thisHolder, type Holder } from "../../lock/holder.ts";
import { leaseState } from "../../lock/lease.ts";

const now = new Date("2026-11-22T01:00:30.000Z");

function lease(renewed: string, holder: string): V1Lease {
  return {
    spec: { holderIdentity: holder, leaseDurationSeconds: 30, renewTime: new V1MicroTime(renewed) },
  };
}

const elsewhere = JSON.stringify({ operator: "bob", host: "another-host", pid: 1, release: "r" });

describe("a release lock's lease", () => {
  it("is held as long as its holder renews it", () => {
    assert.equal(leaseState(lease("2026-11-22T01:00:01.000Z", elsewhere), now), "held");
    assert.equal(leaseState(lease("2026-11-22T01:00:01.000Z", "written by another tool"), now), "held");
  });

  it("reads the API server's times, which are text", () => {
    const read = {
      spec: { ...lease("", elsewhere).spec, renewTime: "2026-11-22T01:00:01.000000Z" },
    } as unknown as V1Lease;
    assert.equal(leaseState(read, now), "held");
    assert.equal(leaseState(read, new Date("2026-11-22T01:00:32.000Z")), "silent");
  });

  it("is silent, not free, once it was not renewed for 30 s by our clock, or lies as far in the future", () => {
    assert.equal(leaseState(lease("2026-11-22T00:59:59.000Z", elsewhere), now), "silent");
    assert.equal(leaseState(lease("2026-11-22T01:01:01.000Z", elsewhere), now), "silent");
  });

  it("is free once it was given back", () => {
    assert.equal(leaseState(lease("2026-11-22T01:00:29.000Z", ""), now), "free");
    assert.equal(leaseState({ spec: {} }, now), "free");
  });

  describe("of a holder of this machine's name", () => {
    const here = thisHolder("ada", "r");
    const gone = 2 ** 22 + 1;
    const state = (parts: Partial<Holder>): string =>
      leaseState(lease("2026-11-22T01:00:29.000Z", JSON.stringify({ ...here, ...parts })), now);

    it("is free at once where that process is gone, or its number is another's by now", () => {
      assert.equal(state({}), "held");
      assert.equal(state({ pid: gone }), "free");
      assert.equal(state({ started: "1" }), "free");
    });

    it("is not free where the process may live: in another container, on another machine, or nobody knows where", () => {
      assert.equal(state({ pid: gone, machine: "another-boot/pid:[4026531836]" }), "held");
      const { host, pid } = { host: hostname(), pid: gone };
      const unknown = JSON.stringify({ operator: "ada", host, pid, release: "r" });
      assert.equal(leaseState(lease("2026-11-22T01:00:29.000Z", unknown), now), "held");
    });
  });
});
