import assert from "node:assert/strict";
import type { StackConfig } from "../../../components/config/stackConfig.ts";
import { leftOut, leftOutText } from "../../../release/check/leftOut.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { change, parameters, record } from "../builders.ts";

const cause: ReleaseRecord["cause"] = {
  code: "CrashLoop",
  message: "container shop exits with code 3",
  object: { kind: "Pod", namespace: "staging", name: "shop-1" },
  command: "kubectl logs -n staging shop-1",
};

/** A website that serves, and a shop. */
function stack(shop: string, website: object = {}): Parameters<typeof leftOut>[0] {
  const services = Object.entries({ website: "v1", shop }).map(
    ([name, version]) => [name, { parameters: parameters(version) }] as const,
  );
  const config = { services: [{ dependsOn: [], ...website }, { dependsOn: [] }] } as unknown as StackConfig;
  return { services: new Map(services), config };
}

describe("what a release of others leaves out", () => {
  const failed = record(1, {
    changes: [change("website", "v1", "v2"), change("shop", undefined, "v1")],
    result: "rolled back",
    failed: ["shop"],
    cause,
  });
  const restore = record(2, { kind: "restore", changes: [change("website", "v2", "v1")], takenOut: ["shop"] });
  const records = [restore, failed];
  const names = (...args: Parameters<typeof leftOut>) => leftOut(...args).map(({ service }) => service);

  it("is what a restore took out and nobody has changed since", () => {
    assert.deepEqual(names(stack("v1"), records, ["website"]), ["shop"]);
    const later = record(3, { changes: [change("website", "v1", "v3")], takenOut: ["shop"] });
    assert.deepEqual(names(stack("v1"), [later, ...records], ["website"]), ["shop"]);
  });

  it("is nothing of what was mended, is asked for, or is in the cluster", () => {
    assert.deepEqual(names(stack("v2"), records, ["website"]), []);
    assert.deepEqual(names(stack("v1"), records, ["website", "shop"]), []);
    assert.deepEqual(names(stack("v1"), [failed], ["website"]), []);
    const tried = record(3, { changes: [change("shop", undefined, "v1")], result: "failed", cause });
    assert.deepEqual(names(stack("v1"), [tried, ...records], ["website"]), []);
  });

  it("is nothing where no service is named: that asks for the file as it is", () => {
    assert.deepEqual(names(stack("v1"), records, []), []);
  });

  it("is nothing that another service refers to", () => {
    for (const website of [{ dependsOn: ["shop"] }, { network: { from: ["shop"] } }, { network: { to: ["shop"] } }]) {
      assert.deepEqual(names(stack("v1", website), records, ["website"]), []);
    }
  });

  it("is said with the reason, and what to do", () => {
    const [left] = leftOut(stack("v1"), records, ["website"]);
    assert.equal(
      leftOutText(left!),
      "shop stays out of service: release 20261122-010001-abcd failed (container shop exits with code 3), and nothing of it has changed since; mend it and release it by name, or take it out of the stack's file",
    );
  });
});
