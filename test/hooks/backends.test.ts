import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import { awaitBackend, trackBackends } from "../../hooks/backends.ts";

interface Seen {
  /** As its Deployment says; undefined where there is none. */
  pods: { replicas: number; readyReplicas?: number; observed?: number; seconds?: string } | undefined;
  endpoints: (object[] | null | Error)[];
}

/** Looks again until it is content: one look after the other, the last for good. @returns how often it looked, or what is missing */
async function looks(service: string, ...all: Seen[]): Promise<number | string> {
  let count = 0;
  const at = () => all[Math.min(count, all.length) - 1]!;
  const readNamespacedDeployment = (asked: object) => {
    count++;
    assert.deepEqual(asked, { namespace: "staging", name: service.replace("-stable", "") });
    const { pods } = at();
    if (pods === undefined) return Promise.reject(new ApiException(404, "Not Found", "{}", {}));
    const { replicas, readyReplicas, observed = 2, seconds } = pods;
    const annotations = seconds === undefined ? {} : { "pulumi.com/timeoutSeconds": seconds };
    const status = { observedGeneration: observed, ...(readyReplicas === undefined ? {} : { readyReplicas }) };
    return Promise.resolve({ metadata: { generation: 2, annotations }, spec: { replicas }, status });
  };
  const list = (...[, , namespace, , , , , selector]: unknown[]) => {
    assert.deepEqual([namespace, selector], ["staging", `kubernetes.io/service-name=${service}`]);
    const [failed] = at().endpoints.filter((slice) => slice instanceof Error);
    if (failed !== undefined) return Promise.reject(failed);
    return Promise.resolve({ items: at().endpoints.map((endpoints) => ({ endpoints })) });
  };
  const cluster = { apps: { readNamespacedDeployment }, objects: { list } };
  return (await awaitBackend(cluster as unknown as Cluster, "staging", service)) ?? count;
}

const pod = (name: string, ready = true) => ({ addresses: [name], conditions: { ready }, targetRef: { name } });
const both = [[pod("a"), pod("b")]];

describe("the Services that a route leads to", () => {
  it("are those of tracks that get requests", () => {
    const backendRefs = [
      { name: "web-stable", weight: 100 },
      { name: "web-canary", weight: 0 },
    ];
    assert.deepEqual(trackBackends({ spec: { rules: [{ backendRefs }, { backendRefs: [{ name: "other" }] }] } }), [
      "web-stable",
    ]);
    assert.deepEqual(trackBackends({ spec: { rules: [{ backendRefs }, { backendRefs: [{ name: "web-canary" }] }] } }), [
      "web-stable",
      "web-canary",
    ]);
    const http = { paths: [{ backend: { service: { name: "web-canary" } } }] };
    assert.deepEqual(trackBackends({ spec: { rules: [{ http }] } }), ["web-canary"]);
    assert.deepEqual(trackBackends({}), []);
  });
});

describe("a route waits", () => {
  it("for every pod of a canary, which its Deployment and its Service both have to know", async () => {
    const pods = { replicas: 2, readyReplicas: 2 };
    const seen = await looks(
      "web-canary",
      { pods: { ...pods, observed: 1 }, endpoints: both },
      { pods: { ...pods, readyReplicas: 1 }, endpoints: both },
      { pods, endpoints: [null] },
      { pods, endpoints: [[pod("a"), pod("b", false)], [pod("a")]] },
      { pods, endpoints: [[pod("a")], [pod("b")]] },
    );
    assert.equal(seen, 5);
  });

  it("for one pod of the stable track, where there is to be any", async () => {
    assert.equal(
      await looks(
        "web-stable",
        { pods: { replicas: 3, readyReplicas: 3 }, endpoints: [] },
        { pods: { replicas: 3, readyReplicas: 1 }, endpoints: [[pod("a")]] },
      ),
      2,
    );
    assert.equal(await looks("web-stable", { pods: { replicas: 0 }, endpoints: [] }), 1);
  });

  it("not for endpoints where nobody may look, nor for pods that are others'", async () => {
    const forbidden = new ApiException(403, "Forbidden", "{}", {});
    assert.equal(await looks("web-canary", { pods: { replicas: 2, readyReplicas: 2 }, endpoints: [forbidden] }), 1);
    assert.equal(await looks("web-canary", { pods: undefined, endpoints: [] }), 1);
  });

  it("no longer than the Deployment's own time, and then leads nobody there", async () => {
    assert.equal(
      await looks("web-canary", { pods: { replicas: 2, readyReplicas: 1, seconds: "0" }, endpoints: both }),
      "1 of the 2 pods of Deployment web-canary that it needs are ready after 0 s",
    );
  });
});
