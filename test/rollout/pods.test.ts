import assert from "node:assert/strict";
import { viewPods } from "../../rollout/pods.ts";
import * as make from "./builders.ts";

const { container, now, pod, rollout } = make;

function view(parts: make.PodParts, spec: object = {}) {
  const [found] = viewPods(rollout({ deployment: make.deployment({ spec }), pods: [pod("a", parts)] }), now);
  return { state: found?.state, reason: found?.reason };
}

describe("the view of pods", () => {
  const cases: [what: string, parts: make.PodParts, expected: { state: string; reason: string | undefined }][] = [
    [
      "without a node",
      { conditions: [make.unschedulable("no cpu", 1)] },
      { state: "pending", reason: "Unschedulable" },
    ],
    [
      "being made",
      { containers: [container(make.waiting("ContainerCreating"))] },
      { state: "pending", reason: "ContainerCreating" },
    ],
    ["running, not ready", { containers: [container(make.running)] }, { state: "starting", reason: undefined }],
    ["ready", { conditions: [make.ready()] }, { state: "available", reason: undefined }],
    ["crash looping", { containers: [make.crashLooping(1)] }, { state: "failing", reason: "CrashLoopBackOff" }],
    ["just crashed", { containers: [container(make.terminated(3))] }, { state: "failing", reason: "Error" }],
    [
      "without its image",
      { containers: [container(make.waiting("ImagePullBackOff"))] },
      { state: "failing", reason: "ImagePullBackOff" },
    ],
    ["going", { deleting: true, conditions: [make.ready()] }, { state: "terminating", reason: undefined }],
    ["evicted", { phase: "Failed", reason: "Evicted" }, { state: "gone", reason: "Evicted" }],
  ];
  for (const [what, parts, expected] of cases) {
    it(`says what a pod is that is ${what}`, () => {
      assert.deepEqual(view(parts), expected);
    });
  }

  it("tells ready from available by minReadySeconds", () => {
    assert.equal(view({ conditions: [make.ready(9)] }, { minReadySeconds: 10 }).state, "ready");
    assert.equal(view({ conditions: [make.ready(10)] }, { minReadySeconds: 10 }).state, "available");
  });

  it("lists new pods first, then old ones, each by name, with their restarts", () => {
    const pods = [
      pod("b", { of: "old" }),
      pod("c"),
      pod("a", { containers: [container(make.running, { restartCount: 2 })] }),
    ];
    assert.deepEqual(
      viewPods(rollout({ pods }), now).map(({ name, generation, restarts }) => [name, generation, restarts]),
      [
        ["website-new-a", "new", 2],
        ["website-new-c", "new", 0],
        ["website-old-b", "old", 0],
      ],
    );
  });
});
