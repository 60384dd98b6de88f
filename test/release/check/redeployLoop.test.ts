import assert from "node:assert/strict";
import type { V1Deployment } from "@kubernetes/client-node";
import type { Cluster } from "../../../cluster/cluster.ts";
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
const services: Stack["services"] = new Map(
  Object.entries({ website: "v2", shop: "v1" }).map(([name, version]) => [
    name,
    { namespace: "staging", parameters: parameters(version), probe: undefined },
  ]),
);
const request = (parts: Partial<ReleaseRequest> = {}): ReleaseRequest => ({
  kind: "deploy",
  edits: [],
  restore: true,
  force: false,
  commit: false,
  ...parts,
});
const failedShop = (result: ReleaseRecord["result"]): ReleaseRecord =>
  record(1, { changes: [change("shop", undefined, "v1")], result, failed: ["shop"], cause });

/** A cluster in which the shop runs with this version, healthy; or not at all. */
function clusterWith(version?: string): Cluster {
  const shop: V1Deployment = {
    metadata: { name: "shop", generation: 1 },
    spec: {
      replicas: 1,
      selector: {},
      template: { spec: { containers: [{ name: "shop", image: `localhost/web:${version}` }] } },
    },
    status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 },
  };
  const items = version === undefined ? [] : [shop];
  return { apps: { listNamespacedDeployment: () => Promise.resolve({ items }) } } as unknown as Cluster;
}

function check(records: ReleaseRecord[], only?: string[], asked = request(), runs?: string): Promise<void> {
  const scope = { text: "", ...(only === undefined ? {} : { only }) };
  const stack = { services, name: "staging" } as unknown as Stack;
  return checkNotFailedBefore({ stack, scope }, records, asked, { cluster: clusterWith(runs) });
}

describe("the guard against a redeploy loop", () => {
  it("refuses what failed before, and was taken back or left for study", async () => {
    for (const result of ["rolled back", "failed"] as const) {
      for (const only of [["shop"], undefined]) {
        await assert.rejects(check([failedShop(result)], only), {
          code: "REDEPLOY_REFUSED",
          details: [`shop v1: release 20261122-010001-abcd ${result}: container shop exits with code 3`],
          next: `change the version or the configuration; if the failure lay outside: release resubmit ID, or --force -m REASON${only === undefined ? "; to release others: name them" : ""}`,
        });
      }
    }
  });

  it("stands in the way of its own service only", async () => {
    await check([failedShop("rolled back")], ["website"]);
  });

  it("ends once the service runs as asked, whoever brought it there", async () => {
    await check([failedShop("failed")], undefined, request(), "v1");
    await assert.rejects(check([failedShop("failed")], undefined, request(), "v0"), { code: "REDEPLOY_REFUSED" });
  });

  it("names a canary's version too, and does not stand in the way of the one beside it", async () => {
    const beside = parameters("v1");
    const of = { ...beside, release: { ...beside.release, canary: { version: "v2", weight: 10, step: 1 } } };
    const failed = record(1, {
      kind: "canary",
      changes: [{ ...change("shop", "v1", "v1"), after: of }],
      result: "failed",
      cause,
    });
    const asked = new Map([["shop", { namespace: "staging", parameters: of, probe: undefined }]]);
    const stack = { services: asked, name: "staging" } as unknown as Stack;
    const tried = checkNotFailedBefore({ stack, scope: { text: "", only: ["shop"] } }, [failed], request(), {
      cluster: clusterWith("v0"),
    });
    await assert.rejects(tried, {
      details: ["shop v1 with canary v2: release 20261122-010001-abcd failed: container shop exits with code 3"],
    });
    await check([failed], ["shop"]);
  });

  it("lets --force and resubmit pass", async () => {
    await check([failedShop("failed")], ["shop"], request({ force: true }));
    await check([failedShop("failed")], ["shop"], request({ kind: "resubmit" }));
  });
});
