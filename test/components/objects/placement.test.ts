import assert from "node:assert/strict";
import { podPlacement } from "../../../components/objects/placement.ts";
import { website } from "../support.ts";

describe("podPlacement", () => {
  it("counts no cordoned node where a spread is required: a rollout would wait for it", () => {
    const { placement } = website({ placement: { spreadNodes: "required" } });
    const constraints = podPlacement(placement, {}).topologySpreadConstraints;
    assert.ok(Array.isArray(constraints));
    assert.deepEqual(
      constraints.map((constraint) =>
        "whenUnsatisfiable" in constraint ? [constraint.whenUnsatisfiable, constraint.nodeTaintsPolicy] : [],
      ),
      [
        ["DoNotSchedule", "Honor"],
        ["ScheduleAnyway", undefined],
      ],
    );
  });
});
