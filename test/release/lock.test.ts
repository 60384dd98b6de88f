import assert from "node:assert/strict";
import { hostname } from "node:os";
import { V1MicroTime, type V1Lease } from "@kubernetes/client-node";
import { isFree } from "../../release/lock.ts";

const now = new Date("2026-11-22T01:00:30.000Z");

function lease(renewed: string, holder: string): V1Lease {
  return {
    spec: { holderIdentity: holder, leaseDurationSeconds: 30, renewTime: new V1MicroTime(renewed) },
  };
}

const elsewhere = JSON.stringify({ operator: "bob", host: "another-host", pid: 1, release: "r" });

describe("the release lock", () => {
  it("is held as long as its holder renews it", () => {
    assert.equal(isFree(lease("2026-11-22T01:00:01.000Z", elsewhere), now), false);
    assert.equal(isFree(lease("2026-11-22T01:00:01.000Z", "written by another tool"), now), false);
  });

  it("reads the API server's times, which are text", () => {
    const read = {
      spec: { ...lease("", elsewhere).spec, renewTime: "2026-11-22T01:00:01.000000Z" },
    } as unknown as V1Lease;
    assert.equal(isFree(read, now), false);
    assert.equal(isFree(read, new Date("2026-11-22T01:00:32.000Z")), true);
  });

  it("is free once it was not renewed for 30 s", () => {
    assert.equal(isFree(lease("2026-11-22T00:59:59.000Z", elsewhere), now), true);
    assert.equal(isFree({ spec: {} }, now), true);
  });

  it("is free once it was given back", () => {
    assert.equal(isFree(lease("2026-11-22T01:00:29.000Z", ""), now), true);
  });

  it("is free at once where its holder was a process of this machine that is gone", () => {
    const here = (pid: number) => JSON.stringify({ operator: "ada", host: hostname(), pid, release: "r" });
    assert.equal(isFree(lease("2026-11-22T01:00:29.000Z", here(process.pid)), now), false);
    assert.equal(isFree(lease("2026-11-22T01:00:29.000Z", here(2 ** 22 + 1)), now), true);
  });
});
