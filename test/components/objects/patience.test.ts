import assert from "node:assert/strict";
import { deployment } from "../../../components/objects/deployment.ts";
import { defaultPatience } from "../../../components/config/patience.ts";
import { limitsOf } from "../../../rollout/patience.ts";
import type { RolloutSnapshot } from "../../../rollout/snapshot.ts";
import { website } from "../support.ts";

describe("a Deployment's patience", () => {
  it("arrives at whoever follows it, as the service says it", () => {
    const service = website({ rollout: { patience: { image: "2m", crashes: 2, schedule: "1h" } } });
    const live = { deployment: deployment(service, {}) } as unknown as RolloutSnapshot;
    assert.deepEqual(limitsOf(live, 300), { ...service.rollout.patience, deadlineSeconds: 300 });
    assert.deepEqual(service.rollout.patience, {
      ...defaultPatience,
      node: 120,
      provision: 120,
      image: 120,
      crashes: 2,
      schedule: 3600,
    });
  });

  it("is no annotation where it is the default", () => {
    const service = website({ rollout: { patience: { node: "5m", provision: "5m" } } });
    assert.equal(deployment(service, {}).metadata.annotations?.["releases/patience"], undefined);
  });
});
