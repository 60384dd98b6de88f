import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";
import { clusterOf } from "../../cluster/cluster.ts";
import { patientFor } from "../../lock/patientFor.ts";

describe("a request of bounded patience", () => {
  it("is over in time where the API server takes it and never answers", async () => {
    const server = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((ready) => server.once("listening", ready));
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: "mute", server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, skipTLSVerify: true },
      { name: "nobody" },
    );
    const lease = { namespace: "staging", name: "lock" };
    try {
      await assert.rejects(clusterOf(kubeConfig).coordination.readNamespacedLease(lease, patientFor(100)), {
        name: "TimeoutError",
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }).timeout(5_000);
});
