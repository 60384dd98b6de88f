import assert from "node:assert/strict";
import { arenaNamespace, isLeftover } from "../../bench/leftovers.ts";

describe("namespaces that a killed benchmark left behind", () => {
  const gone = () => false;
  const runs = () => true;

  it("are those of a process that is gone, ours and its peers'", () => {
    assert.equal(isLeftover(arenaNamespace(4711, 10), gone), true);
    for (const peer of ["kubectl", "helm", "argo"])
      assert.equal(isLeftover(`${arenaNamespace(4711, 10)}-${peer}`, gone), true);
  });

  it("are not those of one that runs, and never anybody else's", () => {
    assert.equal(isLeftover(arenaNamespace(4711, 10), runs), false);
    assert.equal(isLeftover("bench-marks", gone), false);
    assert.equal(isLeftover("prod", gone), false);
  });
});
