import assert from "node:assert/strict";
import { deadlineLeavesRoom, pulumiOutwaits } from "../../../components/rules/deadlines.ts";
import { rolloutTimeout } from "../../../components/objects/rolloutTimeout.ts";
import type { Rule } from "../../../components/rules/rule.ts";
import { stackOf } from "../support.ts";

function findings({ check }: Rule, basic: object): string[] {
  const stack = stackOf({ web: { template: "website", image: "localhost/web", ...basic } });
  return check(stack.services[0]!, stack).map(({ parameter, message, fix }) => `${parameter}: ${message}; ${fix}`);
}

describe("the rollout's deadline (ZD006)", () => {
  it("counts the old pods' way out where no new one starts before", () => {
    const rollout = { strategy: "Recreate", deadline: "2m" };
    const drain = { sleep: "0s", time: "1m", margin: "5s" };
    assert.deepEqual(findings(deadlineLeavesRoom, { rollout, drain }), [
      "rollout.deadline: Recreate may wait 1m5s until the old pods are gone, a pod may take 1m1s to start and must " +
        "stay ready for 2s, but after 2m without progress the rollout has failed; set rollout.deadline above 2m8s, " +
        "or shorten the drain or the startup probe",
    ]);
    assert.deepEqual(findings(deadlineLeavesRoom, { rollout: { ...rollout, deadline: "129s" }, drain }), []);
    assert.deepEqual(findings(deadlineLeavesRoom, { rollout: { ...rollout, strategy: "RollingUpdate" }, drain }), []);
  });
});

describe("the time a release waits (ZD007)", () => {
  const rollout = { minReady: "30s", timeout: "10m" };

  it("must suffice for a rollout in which every pod is healthy", () => {
    assert.deepEqual(findings(pulumiOutwaits, { replicas: 100, rollout }), [
      "rollout.timeout: 100 pods, 1 at once (maxSurge 1, maxUnavailable 0), each available after 30s at the earliest " +
        "(minReady 30s), take 50m or more, but a release stops waiting after 10m; set rollout.timeout above 50m, or " +
        "swap 6 or more at once (maxSurge)",
    ]);
    assert.deepEqual(findings(pulumiOutwaits, { replicas: 100, rollout: { ...rollout, maxSurge: 6 } }), []);
    assert.deepEqual(findings(pulumiOutwaits, { replicas: 100, rollout: { ...rollout, timeout: "51m" } }), []);
  });

  it("counts the most pods of an autoscaler, and the wait before the first probe", () => {
    const probes = { readiness: { delay: "1m" } };
    const autoscaling = { min: 2, max: 12, cpu: 80 };
    assert.deepEqual(findings(pulumiOutwaits, { autoscaling, probes, rollout: { timeout: "10m" } }), [
      "rollout.timeout: 12 pods, 1 at once (maxSurge 1, maxUnavailable 0), each available after 1m2s at the earliest " +
        "(minReady 2s), take 12m24s or more, but a release stops waiting after 10m; set rollout.timeout above 12m24s, " +
        "or swap 2 or more at once (maxSurge)",
    ]);
  });

  it("does not count what need not be: a startup probe's patience, or one pod after the other under Recreate", () => {
    const startup = { period: "10s", failures: 10 };
    assert.deepEqual(findings(pulumiOutwaits, { replicas: 100, probes: { startup } }), []);
    assert.deepEqual(findings(pulumiOutwaits, { replicas: 100, rollout: { ...rollout, strategy: "Recreate" } }), []);
    assert.deepEqual(findings(pulumiOutwaits, { replicas: 0, rollout }), []);
  });

  it("names what is left where even all pods at once do not fit", () => {
    const [said = ""] = findings(pulumiOutwaits, {
      replicas: 2,
      rollout: { minReady: "10m", timeout: "10m", deadline: "15m" },
    });
    assert.match(said, /Pulumi stops waiting after 10m/);
    const all = findings(pulumiOutwaits, { replicas: 2, rollout: { minReady: "10m", timeout: "10m", deadline: "1m" } });
    assert.deepEqual(
      all.map((text) => text.replace(/.*; /, "")),
      ["set rollout.timeout above 20m, or lower minReady"],
    );
  });

  it("is by default what a healthy rollout may take, pod after pod, and 30s: never an error", () => {
    const rollouts = [{ minReady: "30s" }, { strategy: "Recreate" }, { minReady: "10m", deadline: "15m" }];
    for (const replicas of [0, 1, 3, 100]) {
      for (const rollout of rollouts) assert.deepEqual(findings(pulumiOutwaits, { replicas, rollout }), []);
    }
    const timeout = (basic: object): number =>
      rolloutTimeout(stackOf({ web: { template: "website", image: "localhost/web", ...basic } }).services[0]!);
    // A startup probe's patience and minReady, three times, are more than the two minutes without progress.
    assert.equal(timeout({ replicas: 3 }), 3 * (61 + 2) + 30);
    assert.equal(timeout({ replicas: 1 }), 120 + 30);
    assert.equal(timeout({ replicas: 1, rollout: { timeout: "5m" } }), 300);
    // What is waited out for longer than the deadline leaves a pod its time to start.
    assert.equal(timeout({ replicas: 1, rollout: { patience: { image: "2m" } } }), 120 + 30);
    assert.equal(timeout({ replicas: 1, rollout: { patience: { image: "10m" } } }), 600 + 61 + 2 + 30);
  });
});
