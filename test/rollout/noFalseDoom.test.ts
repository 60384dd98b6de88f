import assert from "node:assert/strict";
import fc from "fast-check";
import { anySnapshot } from "./arbitraries.ts";
import { defaultLimits, defaultPatience, type Patience } from "../../rollout/limits.ts";
import { restartsOfHealthyPods, type RolloutSnapshot, type RolloutStart } from "../../rollout/snapshot.ts";
import { remember } from "../../rollout/seen.ts";
import { status } from "../../rollout/status.ts";
import * as make from "./builders.ts";

const { ago, container, crashLooping, event, now, pod, rollout, running, terminated, waiting } = make;
const start: RolloutStart = { at: now - 100_000, restarts: new Map() };

function phase(snapshot: RolloutSnapshot, from = start) {
  return status(snapshot, defaultLimits, now, from).phase;
}

function refused(message: string, spec: object, seconds = 3): RolloutSnapshot {
  const condition = { type: "ReplicaFailure", status: "True", message, lastTransitionTime: ago(seconds) };
  return rollout({
    deployment: make.deployment({ updated: 0, total: 3, available: 3, spec }),
    replicaSets: [
      make.replicaSet("old", "lab/web:v1"),
      make.replicaSet("new", "lab/web:v2", { conditions: [condition] }),
    ],
    pods: [pod("o", { of: "old" })],
  });
}

describe("a release is not doomed by", () => {
  const transient: [string, RolloutSnapshot][] = [
    [
      "one crash of each container",
      rollout({ pods: ["a", "b", "c"].map((name) => pod(name, { containers: [container(terminated(1))] })) }),
    ],
    [
      "one crash, then running",
      rollout({
        pods: [pod("a", { containers: [container(running, { restartCount: 1, lastState: terminated(1) })] })],
      }),
    ],
    [
      "a runtime that fails once to make a container",
      rollout({
        pods: [pod("a", { containers: [container(waiting("CreateContainerError", "context deadline exceeded"))] })],
      }),
    ],
    ["a crash loop of an old pod", rollout({ pods: [pod("o", { of: "old", containers: [crashLooping(1)] })] })],
    [
      "a crash loop of a terminating pod",
      rollout({ pods: [pod("a", { deleting: true, containers: [crashLooping(1)] })] }),
    ],
    [
      "an evicted pod",
      rollout({
        pods: [
          pod("a", {
            phase: "Failed",
            reason: "Evicted",
            containers: [container(terminated(137), { restartCount: 4 })],
          }),
        ],
      }),
    ],
    [
      "a preempted pod",
      rollout({
        pods: [
          pod("a", { conditions: [{ type: "DisruptionTarget", status: "True" }], containers: [crashLooping(137)] }),
        ],
      }),
    ],
    [
      "a registry that hiccups",
      rollout({
        pods: [
          pod("a", { containers: [container(waiting("ErrImagePull", "unexpected status: 503 Service Unavailable"))] }),
        ],
        deployment: make.deployment(),
      }),
    ],
    [
      "configuration caches that still fill",
      rollout({
        pods: [
          pod("a", {
            containers: [container(waiting("CreateContainerConfigError", "failed to sync configmap cache: timed out"))],
          }),
        ],
      }),
    ],
    [
      "a pod without a node within the grace",
      rollout({ pods: [pod("a", { conditions: [make.unschedulable("Insufficient cpu", 29)] })] }),
    ],
    ["a slow starter that is not ready yet", rollout({ pods: [pod("a", { containers: [container(running)] })] })],
    [
      "quota that old pods will free",
      refused("exceeded quota: pods", { strategy: { rollingUpdate: { maxUnavailable: 1 } } }),
    ],
    [
      "an admission webhook that is down",
      refused('failed calling webhook "policy": connection refused', {
        strategy: { rollingUpdate: { maxUnavailable: 0 } },
      }),
    ],
    [
      "an init container that ended well",
      rollout({ pods: [pod("a", { init: [container(terminated(0), { restartCount: 3, name: "prepare" })] })] }),
    ],
  ];
  for (const [what, snapshot] of transient) {
    it(what, () => {
      assert.equal(phase(snapshot, { ...start, at: now - 40_000 }), "progressing");
    });
  }

  it("trouble that passed before a long pull of the image: only events that go on count", () => {
    const pulling = pod("a", { containers: [container(waiting("ContainerCreating"))] });
    for (const reason of ["FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox"]) {
      const passed = event(pulling, reason, "timed out", 95, 92);
      assert.equal(phase(rollout({ pods: [pulling], events: [passed] })), "progressing", reason);
    }
  });

  it("a second attempt at a pull that takes long, though the container still says ImagePullBackOff", () => {
    const message = "dial tcp: i/o timeout";
    const pulling = pod("a", { containers: [container(waiting("ImagePullBackOff", message))] });
    const failed = event(pulling, "Failed", `Failed to pull image "lab/web:v2": ${message}`, 95, 95);
    assert.equal(phase(rollout({ pods: [pulling], events: [failed] })), "progressing");
  });

  it("a ConfigMap that reaches the node a moment after its pod", () => {
    const mounting = pod("a", { containers: [container(waiting("ContainerCreating"))] });
    for (const [message, last] of [
      ['MountVolume.SetUp failed for volume "files" : configmap "files" not found', 9],
      ['MountVolume.SetUp failed for volume "api" : configmap "kube-root-ca.crt" not found', 1],
    ] as const) {
      assert.equal(
        phase(rollout({ pods: [mounting], events: [event(mounting, "FailedMount", message, 10, last)] })),
        "progressing",
      );
    }
  });

  it("quota while a new pod is on its way to take an old one's place", () => {
    const snapshot = refused("exceeded quota: pods", { strategy: { rollingUpdate: { maxUnavailable: 0 } } }, 60);
    assert.equal(phase(snapshot), "failed");
    assert.equal(phase({ ...snapshot, pods: [...snapshot.pods, pod("a")] }), "progressing");
  });

  it("a pod without a node while an autoscaler adds one", () => {
    const waitingPod = pod("a", { conditions: [make.unschedulable("Insufficient cpu", 90)] });
    const scaling = event(waitingPod, "TriggeredScaleUp", "pod triggered scale-up: 1->2");
    assert.equal(phase(rollout({ pods: [waitingPod] })), "failed");
    assert.equal(phase(rollout({ pods: [waitingPod], events: [scaling] })), "progressing");
  });

  it("a mount that failed before the container ran", () => {
    const mounted = pod("a", { containers: [container(running)] });
    assert.equal(
      phase(rollout({ pods: [mounted], events: [event(mounted, "FailedMount", "timed out", 90)] })),
      "progressing",
    );
  });

  it("restarts from before the rollout of a pod that was healthy", () => {
    const veteran = (restartCount: number, conditions = [make.ready()]) =>
      rollout({
        pods: [pod("a", { conditions, containers: [container(running, { restartCount, lastState: terminated(1) })] })],
      });
    const restarts = restartsOfHealthyPods(veteran(7));
    assert.equal(phase(veteran(7), { ...start, restarts }), "progressing");
    assert.equal(phase(veteran(8), { ...start, restarts }), "progressing");
    assert.equal(phase(veteran(9), { ...start, restarts }), "failed");
    assert.equal(restartsOfHealthyPods(veteran(7, [])).size, 0);
  });

  it("a clock of ours that is an hour ahead", () => {
    const late = rollout({ pods: [pod("a", { conditions: [make.unschedulable("Insufficient cpu", 3600)] })] });
    assert.equal(phase(late, { ...start, at: now - 5_000 }), "progressing");
  });

  it("what was seen before the applied generation", () => {
    const snapshot = rollout({ pods: [pod("a", { containers: [crashLooping(1)] })] });
    assert.equal(phase(snapshot, { ...start, minGeneration: 2 }), "failed");
    assert.equal(phase(snapshot, { ...start, minGeneration: 3 }), "progressing");
  });
});

describe("patience", () => {
  const names = Object.keys(defaultPatience) as (keyof Patience)[];
  const patience = fc.record(
    Object.fromEntries(names.map((name) => [name, fc.integer({ min: 0, max: 200 })])),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<Patience>;

  it("never dooms: what less of it lets live, more of it does", () => {
    fc.assert(
      fc.property(anySnapshot, patience, patience, (snapshot, less, more) => {
        const most = Object.fromEntries(names.map((name) => [name, Math.max(less[name], more[name])]));
        const doomed = (limits: object) =>
          status(snapshot, { ...defaultLimits, ...limits }, now, { ...start, seen: remember(undefined, snapshot, now) })
            .phase === "failed";
        assert.ok(doomed(less) || !doomed(most));
      }),
      { numRuns: 2000 },
    );
  });

  const kinds: [keyof Patience, (seconds: number) => RolloutSnapshot][] = [
    ["schedule", (seconds) => rollout({ pods: [pod("a", { conditions: [make.unschedulable("no cpu", seconds)] })] })],
    ["volume", (seconds) => inEvents("FailedAttachVolume", "Multi-Attach error", seconds)],
    ["configuration", (seconds) => inEvents("FailedMount", 'configmap "a" not found', seconds)],
    ["sandbox", (seconds) => inEvents("FailedCreatePodSandBox", "no network", seconds)],
    ["image", (seconds) => inPull("manifest unknown", seconds)],
    ["credentials", (seconds) => inPull("401 Unauthorized", seconds)],
    ["pull", (seconds) => inPull("i/o timeout", seconds)],
    [
      "quota",
      (seconds) => refused("exceeded quota: pods", { strategy: { rollingUpdate: { maxUnavailable: 0 } } }, seconds),
    ],
    ["admission", (seconds) => refused('failed calling webhook "policy": EOF', {}, seconds)],
  ];
  for (const [name, after] of kinds) {
    it(`${name}: dooms from its second on, and not a second before, whatever it is`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 95 }), (allowed, seconds) => {
          const limits = { ...defaultLimits, [name]: allowed };
          const doomed = status(after(seconds), limits, now, start).phase === "failed";
          assert.equal(doomed, seconds >= allowed);
        }),
        { numRuns: 60 },
      );
    });
  }

  function inEvents(reason: string, message: string, seconds: number): RolloutSnapshot {
    const starting = pod("a", { containers: [container(waiting("ContainerCreating"))] });
    return rollout({ pods: [starting], events: [event(starting, reason, message, seconds, 0)] });
  }

  function inPull(message: string, seconds: number): RolloutSnapshot {
    const pulling = pod("a", { containers: [container(waiting("ErrImagePull", message))] });
    const failed = `Failed to pull image "lab/web:v2": ${message}`;
    return rollout({ pods: [pulling], events: [event(pulling, "Failed", failed, seconds, 0)] });
  }
});
