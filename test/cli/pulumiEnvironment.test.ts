import assert from "node:assert/strict";
import { pulumiEnvironment } from "../../cli/pulumiEnvironment.ts";
import type { Cluster } from "../../cluster/cluster.ts";

describe("the environment of the Pulumi CLI", () => {
  // Asked only where a context was named.
  const cluster = {} as Cluster;

  it("is the given one where nothing was chosen", () => {
    const env = { HOME: "/root" };
    assert.deepEqual(pulumiEnvironment(cluster, {}, env, false), env);
  });

  it("names the kubeconfig, and has the provider take over conflicting fields where that was asked for", () => {
    assert.deepEqual(pulumiEnvironment(cluster, { kubeconfig: "/etc/kube" }, { HOME: "/root" }, true), {
      ...{ HOME: "/root", KUBECONFIG: "/etc/kube", PULUMI_K8S_ENABLE_PATCH_FORCE: "true" },
    });
  });
});
