import assert from "node:assert/strict";
import { isChange, servicesOf } from "../../../release/rollOut/rollOut.ts";

describe("what an update changed", () => {
  it("belongs to the service whose name the resource bears, alone or with a word behind it", () => {
    const steps = [
      { name: "web", type: "kubernetes:apps/v1:Deployment" },
      { name: "docs-release", type: "random:index/randomId:RandomId" },
      { name: "web-shop-config", type: "random:index/randomId:RandomId" },
    ];
    assert.deepEqual([...servicesOf(steps, ["web", "docs", "web-shop", "api"])].sort(), ["docs", "web", "web-shop"]);
  });

  it("is no service's where it is a namespace, a provider or somebody else's", () => {
    const steps = [
      { name: "web", type: "kubernetes:core/v1:Namespace" },
      { name: "web", type: "pulumi:providers:kubernetes" },
      { name: "website", type: "kubernetes:core/v1:ConfigMap" },
    ];
    assert.deepEqual([...servicesOf(steps, ["web"])], []);
  });

  it("is more than a look", () => {
    const operations = ["create", "update", "replace", "delete", "same", "read", "refresh"] as const;
    assert.deepEqual(
      operations.filter((operation) => isChange({ operation })),
      ["create", "update", "replace", "delete"],
    );
  });
});
