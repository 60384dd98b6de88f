import assert from "node:assert/strict";
import { errorsOf } from "../support.ts";

describe("releases:cluster.propagation", () => {
  it("is never nothing: that would take rule ZD004 from every service, without a waiver", () => {
    const web = { template: "website", image: "localhost/web" };
    const raw = { services: { web }, current: { web: { version: "v1" } } };
    assert.deepEqual(errorsOf({ ...raw, cluster: { propagation: "0s" } }), [
      'releases:cluster.propagation: "0s" was given; allowed: a duration like 30s, 5m or 1h30m, from 1s to 10m',
    ]);
    assert.deepEqual(errorsOf({ ...raw, cluster: { propagation: "1s" } }), []);
  });
});
