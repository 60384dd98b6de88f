import assert from "node:assert/strict";
import { benchStackFile, defaultReplicas, serviceNames, versionAfter } from "../../bench/stackFile.ts";
import { parseStackConfig } from "../../components/config.ts";
import { parseStackText } from "../../components/config/stackFile.ts";
import { assertRules } from "../../components/rules.ts";

describe("the stack that is measured", () => {
  for (const count of [1, 10, 50]) {
    it(`is a valid one that keeps every rule, with ${count} services`, () => {
      const services = serviceNames(count);
      const text = benchStackFile({ services, replicas: defaultReplicas(count), minReady: "0s", version: "v1" });
      const stack = parseStackConfig({ ...parseStackText("Pulumi.bench.yaml", text).raw, stack: "bench" });
      assertRules(stack);
      assert.deepEqual(stack.services.map(({ name }) => name).sort(), [...services].sort());
      assert.deepEqual(stack.groups.all, services);
    });
  }

  it("fits the lab's 250 pods twice over, with a surge of one pod a service and kubectl's copies beside", () => {
    for (const count of [1, 10, 50]) assert.ok(count * (2 * defaultReplicas(count) + 1) < 250);
  });

  it("goes round all good images", () => {
    const seen = ["v1"];
    for (let step = 0; step < 9; step++) seen.push(versionAfter(seen.at(-1)!));
    assert.deepEqual(seen, ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v1"]);
  });
});
