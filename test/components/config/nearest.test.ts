import assert from "node:assert/strict";
import { nearest, suggest } from "../../../components/config/nearest.ts";

describe("nearest", () => {
  it("finds what a slip of the fingers was meant to be", () => {
    const keys = ["replicas", "rollout", "probes", "ports"];
    const found = ["replcas", "Replicas", "rolout", "prots", "probe"].map((word) => nearest(word, keys));
    assert.deepEqual(found, ["replicas", "replicas", "rollout", "ports", "probes"]);
  });

  it("finds nothing where nothing is near", () => {
    assert.equal(nearest("healthcheck", ["replicas", "probes"]), undefined);
    assert.equal(nearest("x", []), undefined);
  });

  it("lists what there is where nothing is near", () => {
    assert.equal(suggest("healthcheck", ["replicas", "probes"]), "allowed: probes, replicas");
    assert.equal(suggest("a", []), "there are none");
  });
});
