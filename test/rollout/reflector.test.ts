import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { reflect } from "../../rollout/reflector.ts";
import { apiServer, type ApiServer } from "./apiServer.ts";

const pod = (name: string, resourceVersion: string) => ({ metadata: { name, uid: name, resourceVersion } });

describe("a mirrored collection", () => {
  let api: ApiServer;
  let heard: string[];
  let stop: AbortController;
  let ended: Promise<void>;

  beforeEach(async () => {
    api = await apiServer();
    api.items = [pod("a", "1")];
    heard = [];
    stop = new AbortController();
    const name = (object: V1Pod) => object.metadata?.name ?? "";
    const source = {
      path: "/api/v1/namespaces/test/pods",
      list: () => api.kubeConfig.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: "test" }),
    };
    const sink = {
      replaced: (items: V1Pod[]) => heard.push(`all: ${items.map(name).join(" ")}`),
      changed: (object: V1Pod) => heard.push(`changed: ${name(object)}`),
      deleted: (object: V1Pod) => heard.push(`deleted: ${name(object)}`),
      connected: () => heard.push("connected"),
      troubled: () => heard.push("troubled"),
    };
    ended = reflect(api.kubeConfig, source, sink, stop.signal);
    await until(() => heard.includes("connected"));
    heard.length = 0;
  });
  afterEach(async () => {
    stop.abort();
    await ended;
    api.close();
  });

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(5);
  }

  it("is listed once and then watched from there", async () => {
    api.send("ADDED", pod("b", "2"));
    api.send("MODIFIED", pod("b", "3"));
    api.send("DELETED", pod("a", "4"));
    await until(() => heard.length === 3);
    assert.deepEqual(heard, ["changed: b", "changed: b", "deleted: a"]);
    assert.deepEqual(api.requests, ["list", "watch from 1"]);
  });

  it("is watched on from the last event, or bookmark, when the connection drops", async () => {
    api.send("ADDED", pod("b", "7"));
    api.send("BOOKMARK", { metadata: { resourceVersion: "9" } });
    await until(() => heard.length === 1);
    await sleep(20);
    api.drop();
    await until(() => heard.includes("connected"));
    assert.deepEqual(api.requests, ["list", "watch from 1", "watch from 9"]);
    assert.ok(!heard.includes("troubled"));
  });

  it("is listed anew when the place is too long ago, as an event or as an answer", async () => {
    api.items = [pod("c", "20")];
    api.resourceVersion = "20";
    api.send("ERROR", { kind: "Status", code: 410, message: "too old resource version" });
    await until(() => heard.includes("connected"));
    assert.deepEqual(heard, ["all: c", "connected"]);
    assert.deepEqual(api.requests.slice(2), ["list", "watch from 20"]);
  });

  it("is asked for again and again while the server refuses, and says so", async () => {
    api.refuse = 503;
    api.drop();
    await until(() => heard.filter((word) => word === "troubled").length === 2);
    api.refuse = undefined;
    await until(() => heard.includes("connected"));
    api.send("ADDED", pod("b", "2"));
    await until(() => heard.includes("changed: b"));
    assert.ok(api.requests.slice(1).every((request) => request === "watch from 1"));
  });

  it("is left alone once it is stopped", async () => {
    stop.abort();
    await ended;
    api.send("ADDED", pod("b", "2"));
    await sleep(20);
    assert.deepEqual(heard, []);
  });
});
