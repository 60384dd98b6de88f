import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import { awaitBackend } from "../../hooks/backends.ts";

interface Seen {
  /** As its Deployment says; undefined where there is none. */
  pods: { replicas: number; readyReplicas?: number; observed?: number; seconds?: string } | undefined;
  endpoints: (object[] | null | Error)[];
  /** What the look begins and ends with. */
  fails?: Error;
  /** The least of its autoscaler. */
  least?: number | Error;
}

const tracks: Record<string, object> = {
  "web-stable": { "app.kubernetes.io/name": "web", track: "stable" },
  "web-canary": { "app.kubernetes.io/name": "web", track: "canary" },
  "a-canary": { "app.kubernetes.io/name": "a-canary" },
  "a-canary-stable": { "app.kubernetes.io/name": "a-canary", track: "stable" },
};
const notThere = () => Promise.reject(new ApiException(404, "Not Found", "{}", {}));

/** Looks again until it is content: one look after the other, the last for good. @returns how often it looked, or what is missing */
async function looks(service: string, ...all: Seen[]): Promise<number | string> {
  let count = 0;
  const at = () => all[Math.min(count, all.length) - 1]!;
  const readNamespacedService = ({ name }: { name: string }) => {
    count++;
    const { fails } = at();
    if (fails !== undefined) return Promise.reject(fails);
    return tracks[name] === undefined ? notThere() : Promise.resolve({ spec: { selector: tracks[name] } });
  };
  const read = (asked: object) => {
    const metadata = { namespace: "staging", name: "web-canary" };
    assert.deepEqual(asked, { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata });
    const { least } = at();
    if (least instanceof Error) return Promise.reject(least);
    return least === undefined ? notThere() : Promise.resolve({ spec: { minReplicas: least } });
  };
  const readNamespacedDeployment = (asked: object) => {
    assert.deepEqual(asked, { namespace: "staging", name: service.replace("-stable", "") });
    const { pods } = at();
    if (pods === undefined) return notThere();
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
  const cluster = { core: { readNamespacedService }, apps: { readNamespacedDeployment }, objects: { list, read } };
  return (await awaitBackend(cluster as unknown as Cluster, "staging", service, 0)) ?? count;
}

const pod = (name: string, ready = true) => ({ addresses: [name], conditions: { ready }, targetRef: { name } });
const both = [[pod("a"), pod("b")]];
const answered = (code: number, message: string) => new ApiException(code, message, JSON.stringify({ message }), {});

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
    const forbidden = answered(403, "Forbidden");
    assert.equal(await looks("web-canary", { pods: { replicas: 2, readyReplicas: 2 }, endpoints: [forbidden] }), 1);
    assert.equal(await looks("web-canary", { pods: undefined, endpoints: [] }), 1);
  });

  it("for as many pods of a canary as are declared, not for those that its autoscaler has added", async () => {
    const pods = { replicas: 5, readyReplicas: 2, seconds: "0" };
    assert.equal(await looks("web-canary", { pods, endpoints: both, least: 2 }), 1);
    const forbidden = { pods, endpoints: both, least: answered(403, "Forbidden") };
    assert.equal(
      await looks("web-canary", forbidden),
      "2 of the 5 pods of Deployment web-canary that it needs are ready after 0 s",
    );
  });

  it("for tracks, which their selector tells: a service may be called a-canary", async () => {
    const pods = { replicas: 2 };
    assert.equal(await looks("a-canary", { pods, endpoints: [] }), 1);
    const one = { pods: { replicas: 1, readyReplicas: 1 }, endpoints: [[pod("a")]] };
    assert.equal(await looks("a-canary-stable", { pods, endpoints: [] }, one), 2);
    assert.equal(await looks("gone-canary", { pods, endpoints: [] }), 1);
  });

  it("on where the API server is overburdened or away for a moment", async () => {
    const pods = { replicas: 2, readyReplicas: 1 };
    const none = { pods, endpoints: both };
    assert.equal(
      await looks(
        "web-canary",
        none,
        { ...none, fails: answered(429, "too many") },
        { ...none, fails: answered(500, "etcd") },
        { ...none, fails: new TypeError("fetch failed", { cause: new Error("ECONNRESET") }) },
        { pods: { replicas: 2, readyReplicas: 2 }, endpoints: both },
      ),
      5,
    );
  });

  it("and leads nobody there that it has not seen to be ready in time", async () => {
    const pods = { replicas: 2, readyReplicas: 1, seconds: "0.2" };
    const reset = new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
    assert.equal(
      await looks("web-canary", { pods, endpoints: both }, { pods, endpoints: [], fails: reset }),
      "whether its pods are ready is not known (ECONNRESET) after 0.2 s",
    );
  });

  it("not where nobody may look, or no cluster has answered at all", async () => {
    const pods = { replicas: 2, readyReplicas: 1 };
    for (const fails of [answered(401, "Unauthorized"), answered(403, "Forbidden"), new Error("ECONNREFUSED")]) {
      await assert.rejects(looks("web-canary", { pods, endpoints: [], fails }), fails);
    }
  });

  it("no longer than the Deployment's own time, and then leads nobody there", async () => {
    assert.equal(
      await looks("web-canary", { pods: { replicas: 2, readyReplicas: 1, seconds: "0" }, endpoints: both }),
      "1 of the 2 pods of Deployment web-canary that it needs are ready after 0 s",
    );
  });
});
