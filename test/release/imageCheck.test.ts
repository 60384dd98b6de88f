import assert from "node:assert/strict";
import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { imageAnswer, imageCheckPod, onEveryNode } from "../../release/imageCheck.ts";

function node(...names: string[]): V1Node {
  return { status: { images: [{ names: ["other:v1"] }, { names }] } };
}

function waiting(reason: string, message?: string): V1Pod {
  const state = { waiting: { reason, ...(message === undefined ? {} : { message }) } };
  return { status: { containerStatuses: [{ state }] } } as unknown as V1Pod;
}

describe("whether an image is still there", () => {
  it("needs no asking where every node has it at hand", () => {
    assert.equal(onEveryNode("localhost/web:v1", [node("localhost/web:v1"), node("x", "localhost/web:v1")]), true);
    assert.equal(onEveryNode("localhost/web:v1", [node("localhost/web:v1"), node("localhost/web:v2")]), false);
    assert.equal(onEveryNode("localhost/web:v1", []), false);
    assert.equal(onEveryNode("localhost/web:v1", [{}]), false);
  });

  it("is told by a pod whose command cannot start: the image was fetched by then", () => {
    assert.equal(imageAnswer(waiting("RunContainerError")), "there");
    assert.equal(
      imageAnswer({ status: { containerStatuses: [{ state: { terminated: { exitCode: 128 } } }] } } as V1Pod),
      "there",
    );
  });

  it("is open while the pod waits", () => {
    assert.equal(imageAnswer({}), "unknown");
    assert.equal(imageAnswer(waiting("ContainerCreating")), "unknown");
  });

  for (const reason of ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"]) {
    it(`is denied by ${reason}, in the node's words`, () => {
      assert.equal(imageAnswer(waiting(reason, "not found")), `${reason}: not found`);
    });
  }

  it("is asked with a pod that fits the strictest namespace", () => {
    const pod = imageCheckPod({ namespace: "prod", image: "localhost/web:v1", secrets: ["pull"] });
    const [container] = pod.spec!.containers;
    assert.equal(container?.securityContext?.runAsNonRoot, true);
    assert.deepEqual(container.securityContext.capabilities, { drop: ["ALL"] });
    assert.deepEqual(container.securityContext.seccompProfile, { type: "RuntimeDefault" });
    assert.deepEqual(pod.spec?.imagePullSecrets, [{ name: "pull" }]);
  });
});
