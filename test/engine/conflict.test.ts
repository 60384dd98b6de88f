import assert from "node:assert/strict";
import { conflictMessage } from "../../engine/conflict.ts";

const head =
  'Server-Side Apply field conflict detected. See https://www.pulumi.com/… for troubleshooting help.\nThe resource managed by field manager "pulumi-kubernetes-ab12" had an apply conflict: ';
const wayOut =
  'Bring that change into the configuration or undo it on the cluster; to take such fields over, release with --force-conflicts, or for good annotate the object with pulumi.com/patchForce: "true"';

describe("fields that somebody else holds", () => {
  it("are named, with who holds them and the way out", () => {
    const one = `${head}Apply failed with 1 conflict: conflict with "ops" using apps/v1: .spec.replicas`;
    assert.equal(
      conflictMessage("Deployment", "web", one),
      `Deployment web has fields that somebody else has set since, and was left as it is: "ops": .spec.replicas. ${wayOut}`,
    );
    const scaled = one.replace('"ops"', '"kubectl" with subresource "scale"');
    assert.match(conflictMessage("Deployment", "web", scaled) ?? "", /: "kubectl": \.spec\.replicas\. Bring/);
    const two = `${head}Apply failed with 2 conflicts: conflicts with "ops" using apps/v1:\n- .spec.replicas\n- .spec.paused`;
    assert.match(conflictMessage("Deployment", "web", two) ?? "", /: "ops": \.spec\.replicas, \.spec\.paused\. Bring/);
  });

  it("are none of any other failure", () => {
    assert.equal(conflictMessage("Deployment", "web", "timed out waiting to be Ready"), undefined);
  });
});
