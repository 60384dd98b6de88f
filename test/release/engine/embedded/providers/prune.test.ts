import assert from "node:assert/strict";
import { prune } from "../../../../../release/engine/embedded/providers/kubernetes/prune.ts";

describe("A live object pruned to its inputs", () => {
  it("has their keys only, and what is there now", () => {
    const live = {
      spec: { replicas: 5, clusterIP: "10.0.0.1", ports: [{ port: 80, protocol: "TCP" }, { port: 81 }] },
      status: {},
    };
    assert.deepEqual(prune(live, { spec: { replicas: 2, ports: [{ port: 80 }] } }), {
      spec: { replicas: 5, ports: [{ port: 80 }, { port: 81 }] },
    });
  });

  it("keeps a quantity that is only written in another way", () => {
    const live = { resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } }, name: "1" };
    assert.deepEqual(
      prune(live, {
        resources: { limits: { cpu: "1000m", memory: "1024Mi" }, requests: { cpu: "0.4" } },
        name: "1000m",
      }),
      {
        resources: { limits: { cpu: "1000m", memory: "1024Mi" }, requests: { cpu: "500m" } },
        name: "1",
      },
    );
  });
});
