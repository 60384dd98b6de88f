import assert from "node:assert/strict";
import { imageCheckPod } from "../../../release/imageCheck/pod.ts";
import { imageCheckTimes } from "../../../release/imageCheck/times.ts";
import { stackWith } from "../verbs/support.ts";

describe("the pod that asks for an image", () => {
  const [plain] = stackWith({ website: "v1" }).config.services;
  const made = (parts: object) =>
    imageCheckPod({ service: { ...plain!, ...parts }, namespace: "prod", image: "localhost/web:v1" }, imageCheckTimes);

  it("fits the strictest namespace", () => {
    const [container] = made({}).spec!.containers;
    assert.equal(container?.securityContext?.runAsNonRoot, true);
    assert.deepEqual(container.securityContext.capabilities, { drop: ["ALL"] });
    assert.deepEqual(container.securityContext.seccompProfile, { type: "RuntimeDefault" });
  });

  it("goes where the service's pods go, with their credentials", () => {
    const placement = {
      ...plain!.placement,
      nodeSelector: { disk: "ssd" },
      tolerations: [{ key: "dedicated", value: "web" }],
    };
    const { spec } = made({ placement, imagePullSecrets: ["pull"] });
    assert.deepEqual(spec?.nodeSelector, { disk: "ssd" });
    assert.deepEqual(
      spec.tolerations?.map(({ key, value }) => ({ key, value })),
      [{ key: "dedicated", value: "web" }],
    );
    assert.deepEqual(spec.imagePullSecrets, [{ name: "pull" }]);
    assert.equal(spec.serviceAccountName, "website");
  });
});
