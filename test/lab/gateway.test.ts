import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isProgrammed } from "../../lab/gateway.ts";
import { gatewayGround, gatewayObjects } from "../../lab/gatewayObjects.ts";

interface AnyObject {
  kind: string;
  rules?: { resources: string[]; verbs: string[] }[];
  spec?: { template?: { spec: { containers: { args: string[] }[] } } };
}

const address = "198.18.128.9";

describe("the lab's gateway", () => {
  it("may read what routes lead to, and write nothing but what became of them", () => {
    const rules = gatewayGround().flatMap(({ object }) => (object as AnyObject).rules ?? []);
    for (const { resources, verbs } of rules) {
      const status = resources.every((resource) => resource.endsWith("/status"));
      assert.deepEqual(verbs, status ? ["update"] : ["list", "watch"]);
    }
  });

  it("has the account that it runs as before it runs", () => {
    const kinds = gatewayGround().map(({ object }) => (object as AnyObject).kind);
    assert.deepEqual(kinds.slice(0, 4), ["Namespace", "ServiceAccount", "ClusterRole", "ClusterRoleBinding"]);
  });

  it("tells the address of its Service, and gathers changes for as long as it is told", () => {
    const [deployment] = gatewayObjects(address, "2s").map(({ object }) => object as AnyObject);
    const args = deployment?.spec?.template?.spec.containers[0]?.args ?? [];
    assert.ok(args.includes("--providers.kubernetesgateway.statusaddress.ip=198.18.128.9"));
    assert.ok(args.includes("--providers.providersthrottleduration=2s"));
  });

  it("serves its Gateway once it says so of the Gateway as it is now, at its own address", () => {
    const saying = (status: string, observedGeneration: number, value = address): object => ({
      metadata: { generation: 2 },
      status: { addresses: [{ value }], conditions: [{ type: "Programmed", status, observedGeneration }] },
    });
    assert.equal(isProgrammed(undefined, address), false);
    assert.equal(isProgrammed({ metadata: { generation: 1 } }, address), false);
    assert.equal(isProgrammed(saying("False", 2), address), false);
    assert.equal(isProgrammed(saying("True", 1), address), false);
    assert.equal(isProgrammed(saying("True", 2, "198.18.128.8"), address), false);
    assert.equal(isProgrammed(saying("True", 2), address), true);
  });
});
