import assert from "node:assert/strict";
import { secretNames } from "../../../rollout/evidence/secrets.ts";

describe("the Secrets of a pod", () => {
  it("are found in variables, whole environments, volumes and projections, also of init containers", () => {
    const names = secretNames({
      initContainers: [{ name: "prepare", envFrom: [{ secretRef: { name: "whole" } }] }],
      containers: [
        {
          name: "web",
          env: [
            { name: "A", valueFrom: { secretKeyRef: { name: "one", key: "a" } } },
            { name: "B", value: "b" },
          ],
        },
        { name: "side", envFrom: [{ configMapRef: { name: "no-secret" } }] },
      ],
      volumes: [
        { name: "files", secret: { secretName: "files" } },
        {
          name: "all",
          projected: { sources: [{ secret: { name: "projected" } }, { configMap: { name: "no-secret" } }] },
        },
        { name: "again", secret: { secretName: "one" } },
      ],
    });
    assert.deepEqual(names, ["one", "whole", "files", "projected"]);
  });
});
