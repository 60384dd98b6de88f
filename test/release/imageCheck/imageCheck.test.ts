import assert from "node:assert/strict";
import { ApiException, type V1Node, type V1Pod } from "@kubernetes/client-node";
import type { Cluster } from "../../../cluster/cluster.ts";
import { checkImages, onEveryNode } from "../../../release/imageCheck/imageCheck.ts";
import { imageCheckTimes } from "../../../release/imageCheck/times.ts";
import { stackWith } from "../verbs/support.ts";

function node(...names: string[]): V1Node {
  return { status: { images: [{ names: ["other:v1"] }, { names }] } };
}

function waiting(reason: string, message: string): V1Pod["status"] {
  return { containerStatuses: [{ state: { waiting: { reason, message } } }] } as unknown as V1Pod["status"];
}

/** A cluster whose nodes say the same of every image that a pod asks for. */
class Nodes {
  readonly pods = new Map<string, V1Pod>();
  readonly removed: string[] = [];
  status: V1Pod["status"];
  refuses: { code: number; message: string } | undefined;

  constructor(status: V1Pod["status"]) {
    this.status = status;
  }

  get cluster(): Cluster {
    const core = {
      listNode: () => Promise.reject(new ApiException(403, "Forbidden", "", {})),
      listNamespacedPod: () => Promise.resolve({ items: [...this.pods.values()] }),
      createNamespacedPod: ({ body }: { body: V1Pod }) => {
        if (this.refuses !== undefined)
          return Promise.reject(new ApiException(this.refuses.code, "", { message: this.refuses.message }, {}));
        this.pods.set(body.metadata!.name!, body);
        return Promise.resolve(body);
      },
      readNamespacedPod: ({ name }: { name: string }) => {
        const pod = this.pods.get(name);
        if (pod === undefined) return Promise.reject(new ApiException(404, "", { message: "not found" }, {}));
        return Promise.resolve({ ...pod, ...(this.status === undefined ? {} : { status: this.status }) });
      },
      deleteNamespacedPod: ({ name }: { name: string }) => {
        this.removed.push(name);
        this.pods.delete(name);
        return Promise.resolve({});
      },
    };
    return { core } as unknown as Cluster;
  }
}

describe("whether an image is still there", () => {
  const patience = { scheduling: 100, fetching: 100, failing: 10 };
  const stack = stackWith({ website: "v1" });
  let said: string[] = [];
  /** Under load even a quick answer takes long: what is told of it is looked at only where it never comes. */
  const check = (nodes: Nodes, signal = new AbortController().signal) => {
    said = [];
    const times = { lookEvery: 1, quiet: 20, patience };
    return checkImages(nodes.cluster, stack, ["website"], { say: (text) => said.push(text), signal, times });
  };

  it("needs no asking where every node has it at hand", () => {
    assert.equal(onEveryNode("localhost/web:v1", [node("localhost/web:v1"), node("x", "localhost/web:v1")]), true);
    assert.equal(onEveryNode("localhost/web:v1", [node("localhost/web:v1"), node("localhost/web:v2")]), false);
    assert.equal(onEveryNode("localhost/web:v1", []), false);
    assert.equal(onEveryNode("localhost/web:v1", [{}]), false);
  });

  it("is told by a pod, which is removed again", async () => {
    const nodes = new Nodes(waiting("RunContainerError", "no such file"));
    assert.deepEqual(await check(nodes), []);
    assert.equal(nodes.removed.length, 1);
    assert.equal(nodes.pods.size, 0);
  });

  it("refuses one that was not found", async () => {
    const nodes = new Nodes(waiting("ErrImagePull", 'code = NotFound desc = "localhost/web:v1": not found'));
    await assert.rejects(check(nodes), {
      code: "IMAGE_GONE",
      details: ['website: localhost/web:v1: ErrImagePull: code = NotFound desc = "localhost/web:v1": not found'],
    });
    assert.equal(nodes.pods.size, 0);
  });

  it("goes on, and says why it is not known, where the registry is busy, no node takes the pod, or it may not be made", async () => {
    const unknown = async (nodes: Nodes) => (await check(nodes)).map(({ image, why }) => `${image}: ${why}`);
    assert.deepEqual(await unknown(new Nodes(waiting("ErrImagePull", "429 Too Many Requests"))), [
      "localhost/web:v1: ErrImagePull: 429 Too Many Requests",
    ]);
    const message = "0/3 nodes are available: 3 Insufficient pods.";
    const pending = { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", message }] };
    assert.deepEqual(await unknown(new Nodes(pending)), [
      `localhost/web:v1: no node takes the pod that asks: ${message}`,
    ]);
    assert.deepEqual(said, ["asking a node whether localhost/web:v1 can still be fetched"]);
    for (const [refusal, why] of [
      ['pods is forbidden: User "ada" cannot create resource "pods" in API group ""', "you may not create pods"],
      ["pods is forbidden: exceeded quota: pods", "pods is forbidden: exceeded quota: pods"],
    ] as const) {
      const nodes = new Nodes(undefined);
      nodes.refuses = { code: 403, message: refusal };
      assert.deepEqual(await unknown(nodes), [`localhost/web:v1: ${why}`]);
    }
  });

  it("removes its pod on Ctrl-C, and touches nothing", async () => {
    const nodes = new Nodes({ phase: "Pending" });
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort();
    }, 10);
    await assert.rejects(check(nodes, abort.signal), { code: "CANCELLED" });
    assert.equal(nodes.pods.size, 0);
  });

  it("sweeps away the pods of checks that were killed, and leaves those that others are at", async () => {
    const nodes = new Nodes(waiting("RunContainerError", "no such file"));
    const madeAgo = (name: string, ms: number): void => {
      nodes.pods.set(name, { metadata: { name, creationTimestamp: new Date(Date.now() - ms) } });
    };
    madeAgo("killed", 3 * imageCheckTimes.patience.fetching);
    madeAgo("of-others", 1_000);
    await check(nodes);
    assert.deepEqual([...nodes.pods.keys()], ["of-others"]);
  });
});
