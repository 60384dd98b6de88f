import assert from "node:assert/strict";
import { livenessNoStricter } from "../../../components/rules/probes.ts";
import { stackOf } from "../support.ts";

function findings(probes: object): string[] {
  const stack = stackOf({ web: { template: "website", image: "localhost/web", probes } });
  return livenessNoStricter.check(stack.services[0]!, stack).map(({ message, fix }) => `${message}; ${fix}`);
}

describe("liveness beside readiness (ZD010)", () => {
  it("counts a probe's timeout where it is longer than the period: a pod that hangs is asked no earlier", () => {
    const liveness = { period: "1s", timeout: "1s", failures: 3 };
    assert.deepEqual(findings({ liveness, readiness: { period: "1s", timeout: "30s", failures: 2 } }), [
      "a pod that does not answer is killed after 3s but taken out of traffic only after 1m: an overload kills pods " +
        "that would recover; let liveness fail for longer than 1m (period or timeout, whichever is longer, x failures)",
    ]);
    assert.deepEqual(findings({ liveness, readiness: { period: "1s", timeout: "1s", failures: 2 } }), []);
    const patient = { period: "1s", timeout: "30s", failures: 3 };
    assert.deepEqual(findings({ liveness: patient, readiness: { period: "5s", failures: 3 } }), []);
  });
});
