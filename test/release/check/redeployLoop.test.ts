import assert from "node:assert/strict";
import type { ReleaseRequest } from "../../../release/context.ts";
import type { Stack } from "../../../parameters/stack.ts";
import { checkNotFailedBefore } from "../../../release/check/redeployLoop.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { change, parameters, record } from "../builders.ts";

const cause: ReleaseRecord["cause"] = {
  code: "CrashLoop",
  message: "container shop exits with code 3",
  object: { kind: "Pod", namespace: "staging", name: "shop-1" },
  command: "kubectl logs -n staging shop-1",
};
const stack: Pick<Stack, "services"> = {
  services: new Map(
    Object.entries({ website: "v2", shop: "v1" }).map(([name, version]) => [
      name,
      { namespace: "staging", parameters: parameters(version), probe: undefined },
    ]),
  ),
};
const request = (...services: string[]): ReleaseRequest => ({
  kind: "deploy",
  edits: services.map((service) => ({ service })),
  restore: true,
  force: false,
  commit: false,
});
const failedShop = (result: ReleaseRecord["result"]): ReleaseRecord =>
  record(1, { changes: [change("shop", undefined, "v1")], result, failed: ["shop"], cause });
const check = (records: ReleaseRecord[], asked: ReleaseRequest) => () => {
  checkNotFailedBefore(stack as Stack, records, asked);
};

describe("the guard against a redeploy loop", () => {
  it("refuses what failed before, and was taken back or left for study", () => {
    for (const result of ["rolled back", "failed"] as const) {
      for (const asked of [request("shop"), request()]) {
        assert.throws(check([failedShop(result)], asked), {
          code: "REDEPLOY_REFUSED",
          details: [`shop v1: release 20261122-010001-abcd ${result}: container shop exits with code 3`],
          next: "change the version or the configuration; if the failure lay outside: release resubmit ID, or --force -m REASON",
        });
      }
    }
  });

  it("says how to get it out of the way where another service is asked for", () => {
    const refused = { code: "REDEPLOY_REFUSED" };
    assert.throws(check([failedShop("rolled back")], request("website")), {
      ...refused,
      next: "change the version or the configuration; or take shop out of the stack's file; if the failure lay outside: release resubmit ID, or --force -m REASON",
    });
    const served = record(0, { changes: [change("shop", undefined, "v0")] });
    assert.throws(check([failedShop("failed"), served], request("website")), {
      ...refused,
      next: "change the version or the configuration; or go back first: release rollback shop; if the failure lay outside: release resubmit ID, or --force -m REASON",
    });
  });

  it("lets --force and resubmit pass", () => {
    assert.doesNotThrow(check([failedShop("failed")], { ...request("shop"), force: true }));
    assert.doesNotThrow(check([failedShop("failed")], { ...request("shop"), kind: "resubmit" }));
  });
});
