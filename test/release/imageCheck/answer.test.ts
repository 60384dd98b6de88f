import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import { imageAnswer } from "../../../release/imageCheck/answer.ts";

function pod(state: object, conditions: object[] = [{ type: "PodScheduled", status: "True" }]): V1Pod {
  const spec = { containers: [{ name: "image", image: "localhost/not-found:v1" }] };
  return { spec, status: { conditions, containerStatuses: [{ state }] } } as unknown as V1Pod;
}

const waiting = (reason: string, message?: string): V1Pod => pod({ waiting: { reason, message } });

describe("what a pod says of its image", () => {
  it("is that it is there, once its command could not start: it was fetched by then", () => {
    assert.equal(imageAnswer(waiting("RunContainerError")).state, "there");
    assert.equal(imageAnswer(waiting("CreateContainerError")).state, "there");
    assert.equal(imageAnswer(pod({ terminated: { exitCode: 128 } })).state, "there");
  });

  it("is nothing yet while it waits, for a node or for the image", () => {
    assert.deepEqual(imageAnswer({}), {
      state: "unknown",
      stage: "scheduling",
      why: "no node takes the pod that asks",
    });
    assert.equal(imageAnswer(waiting("ContainerCreating")).stage, "fetching");
  });

  it("is that it is gone only for what the rollout would call not found or denied", () => {
    const states = (message: string) =>
      ["ErrImagePull", "ImagePullBackOff"].map((reason) => imageAnswer(waiting(reason, message)).state);
    for (const message of ["manifest unknown", "denied: requested access to the resource is denied"]) {
      assert.deepEqual(states(message), ["gone", "gone"], message);
    }
    for (const message of [
      "429 Too Many Requests",
      "dial tcp: lookup registry: no such host",
      "unexpected status: 503 Service Unavailable",
      'Back-off pulling image "localhost/not-found:v1"',
      "localhost/not-found:v1: i/o timeout",
    ]) {
      assert.deepEqual(states(message), ["unknown", "unknown"], message);
    }
    assert.equal(imageAnswer(waiting("InvalidImageName")).state, "gone");
    assert.equal(imageAnswer(waiting("ErrImagePull", "not found")).why, "ErrImagePull: not found");
  });
});
