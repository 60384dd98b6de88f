import assert from "node:assert/strict";
import { limitsOf } from "../../../rollout/patience.ts";
import { remember } from "../../../rollout/seen.ts";
import type { RolloutSnapshot, RolloutStart, Seen } from "../../../rollout/snapshot.ts";
import { status } from "../../../rollout/status.ts";
import * as make from "../builders.ts";
import { inPod } from "./cases.ts";

const { container, crashLooping, now, terminated, unschedulable, waiting } = make;

/** The verdict on a rollout that is followed since `since` seconds. */
function phase(snapshot: RolloutSnapshot, seen?: Seen, since = 900) {
  const start: RolloutStart = { at: now - since * 1000, restarts: new Map(), ...(seen === undefined ? {} : { seen }) };
  return status(snapshot, limitsOf(snapshot, 3600), now, start).phase;
}

const cramped = "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available.";

function unscheduled(seconds: number, events: Parameters<typeof inPod>[1] = [], message = cramped): RolloutSnapshot {
  return inPod({ conditions: [unschedulable(message, seconds)] }, events);
}

describe("a node that is on its way", () => {
  const promises: [by: string, reason: string, message: string][] = [
    ["the cluster autoscaler", "TriggeredScaleUp", "pod triggered scale-up: [{pool-1 3->4 (max: 9)}]"],
    ["Karpenter", "Nominated", "Pod should schedule on: nodeclaim/default-tn8fg"],
    ["Karpenter, to a node it has", "Nominated", "Pod should schedule on: nodeclaim/default-tn8fg, node/ip-10-0-1-23"],
  ];
  for (const [by, reason, message] of promises) {
    it(`is waited for where ${by} says so, for five minutes`, () => {
      assert.equal(phase(unscheduled(299, [[reason, message, 290]])), "progressing");
      assert.equal(phase(unscheduled(301, [[reason, message, 290]])), "failed");
    });
  }

  it("is waited for where other pods give way to it", () => {
    const yielding = inPod({ conditions: [unschedulable(cramped, 90)], status: { nominatedNodeName: "node-1" } });
    assert.equal(phase(yielding), "progressing");
  });

  it("is waited for where a node is still being set up, or recovers", () => {
    for (const taint of [
      "node.kubernetes.io/not-ready: ",
      "node.cloudprovider.kubernetes.io/uninitialized: true",
      "karpenter.sh/unregistered: ",
      "node.cilium.io/agent-not-ready: ",
      "node.kubernetes.io/disk-pressure: ",
    ]) {
      const message = `0/3 nodes are available: 1 node(s) had untolerated taint {${taint}}, 2 Insufficient cpu.`;
      assert.equal(phase(unscheduled(90, [], message)), "progressing", taint);
    }
  });

  it("is none where the autoscalers refuse, or the taints are meant", () => {
    const refusals: Parameters<typeof inPod>[1] = [
      ["NotTriggerScaleUp", "pod didn't trigger scale-up: 1 max node group size reached"],
      ["FailedScheduling", 'Failed to schedule pod, incompatible with nodepool "default"'],
    ];
    assert.equal(phase(unscheduled(31, refusals)), "failed");
    const message = "0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}.";
    assert.equal(phase(unscheduled(31, [], message)), "failed");
  });

  it("may bring its network and its storage drivers after its pods", () => {
    const setUp = { containers: [container(waiting("ContainerCreating"))] };
    const nominated = ["Nominated", "Pod should schedule on: nodeclaim/a", 200] as const;
    const troubles: [reason: string, message: string][] = [
      ["FailedCreatePodSandBox", "failed to setup network for sandbox: connection refused"],
      ["FailedMount", 'MountVolume.MountDevice failed for volume "data": rpc error'],
    ];
    for (const [reason, message] of troubles) {
      const failing: [string, string, number, number] = [reason, message, 150, 5];
      assert.equal(phase(inPod(setUp, [failing])), "failed", reason);
      assert.equal(phase(inPod(setUp, [failing, [...nominated]])), "progressing", reason);
    }
    const unregistered = "driver name ebs.csi.aws.com not found in the list of registered CSI drivers";
    assert.equal(phase(inPod(setUp, [["FailedMount", unregistered, 150, 5]])), "progressing");
  });
});

describe("room that is about to be made", () => {
  const leaving = { ...make.pod("o", { of: "old", deleting: true }) };

  /** Seen at `ago` seconds before now with an old pod that ends. */
  function seenEnding(snapshot: RolloutSnapshot, seconds: number): Seen {
    const due = new Date(now - (seconds - 60) * 1000).toISOString() as unknown as Date;
    const ending = { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: due } };
    return remember(undefined, { ...snapshot, pods: [...snapshot.pods, ending] }, now - seconds * 1000);
  }

  it("is waited for while an old pod drains, and as long as ever afterwards", () => {
    const waitingPod = unscheduled(120);
    assert.equal(phase(waitingPod), "failed");
    assert.equal(phase(waitingPod, seenEnding(waitingPod, 0)), "progressing");
    assert.equal(phase(waitingPod, seenEnding(waitingPod, 29)), "progressing");
    assert.equal(phase(waitingPod, seenEnding(waitingPod, 30)), "failed");
  });

  it("is waited for where the old pod holds the volume", () => {
    const attaching = inPod({ containers: [container(waiting("ContainerCreating"))] }, [
      ["FailedAttachVolume", 'Multi-Attach error for volume "pvc-1"', 100, 5],
    ]);
    assert.equal(phase(attaching), "failed");
    assert.equal(phase(attaching, seenEnding(attaching, 10)), "progressing");
  });

  it("is none of a pod that does not go though its time is over", () => {
    const waitingPod = unscheduled(120);
    const stuck = { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: make.ago(40) } };
    const seen = remember(undefined, { ...waitingPod, pods: [...waitingPod.pods, stuck] }, now);
    assert.equal(phase(waitingPod, seen), "failed");
  });
});

describe("a volume that is being made", () => {
  const claim = make.claim("data", "Pending");
  const pending = (events: [reason: string, message: string, seconds: number][]): RolloutSnapshot => {
    const message = "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.";
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    const snapshot = inPod({ conditions: [unschedulable(message, 200)], volumes });
    const about = events.map(([reason, text, seconds]) => make.event(claim, reason, text, seconds));
    return { ...snapshot, claims: [claim], events: about };
  };
  const begun = ["Provisioning", 'External provisioner is provisioning volume for claim "staging/data"'] as const;

  it("is waited for, for five minutes", () => {
    assert.equal(phase(pending([])), "failed");
    assert.equal(phase(pending([[...begun, 190]])), "progressing");
  });

  it("is waited for where the provisioner tries again, not where it has given up, in its own words", () => {
    const slow = "rpc error: code = DeadlineExceeded desc = context deadline exceeded";
    assert.equal(
      phase(
        pending([
          [...begun, 190],
          ["ProvisioningFailed", slow, 20],
        ]),
      ),
      "progressing",
    );
    const wrong = "rpc error: code = InvalidArgument desc = unknown disk type";
    const refused = pending([
      [...begun, 190],
      ["ProvisioningFailed", wrong, 20],
    ]);
    assert.equal(phase(refused), "failed");
    const { message } = status(refused, limitsOf(refused, 3600), now, { at: now - 900_000, restarts: new Map() });
    assert.equal(
      message,
      `pod website-new-a waits for PersistentVolumeClaim data (Pending, 1Gi of class fast): ${wrong} (waited 3 min 20 s; rollout.patience.volume allows 60 s)`,
    );
  });
});

describe("a registry, and who syncs Secrets,", () => {
  const pulling = (message: string, events: Parameters<typeof inPod>[1] = []) =>
    inPod({ containers: [container(waiting("ErrImagePull", message))] }, events);
  const failed = (message: string, first: number, last: number) =>
    ["Failed", `Failed to pull image "lab/web:v2": ${message}`, first, last] as [string, string, number, number];

  it("may refuse once, not twice: credentials are renewed", () => {
    const denied = "401 Unauthorized";
    assert.equal(phase(pulling(denied, [failed(denied, 20, 20)])), "progressing");
    assert.equal(phase(pulling(denied, [failed(denied, 20, 8)])), "failed");
  });

  it("may not have the image yet where the Deployment says so", () => {
    const missing = "lab/web:v2: not found";
    const replicated = pulling(missing, [failed(missing, 80, 5)]);
    assert.equal(phase(replicated), "failed");
    const annotations = { "releases/patience": '{"image":120}' };
    assert.equal(phase({ ...replicated, deployment: make.deployment({ annotations }) }), "progressing");
  });

  it("may bring configuration a moment after the pod asks for it", () => {
    const message = 'secret "db" not found';
    const asking = (last: number) =>
      inPod({ containers: [container(waiting("CreateContainerConfigError", message))] }, [
        ["Failed", `Error: ${message}`, 12, last],
      ]);
    assert.equal(phase(asking(12)), "progressing");
    assert.equal(phase(asking(1)), "failed");
  });

  it("are given the time even where no event is there yet: seen but now", () => {
    const snapshot = pulling("401 Unauthorized");
    const seen = remember(undefined, snapshot, now - 4_000);
    assert.equal(phase(snapshot, seen), "progressing");
    assert.equal(phase(snapshot, remember(undefined, snapshot, now - 6_000)), "failed");
  });
});

describe("a container that ended with its node", () => {
  it("is not blamed: the node rebooted", () => {
    assert.equal(phase(inPod({ containers: [crashLooping(255, 30, "Unknown")] })), "progressing");
  });

  it("is not blamed: its pod's sandbox was made anew", () => {
    const ended = { containers: [container(terminated(137, 20), { restartCount: 1 })] };
    const changed = "Pod sandbox changed, it will be killed and re-created.";
    assert.equal(phase(inPod(ended)), "failed");
    assert.equal(phase(inPod(ended, [["SandboxChanged", changed, 11]])), "progressing");
  });

  it("is not blamed where a new node's devices are not ready", () => {
    const message =
      "exec: nvidia-container-cli.real: initialization error: driver rpc error: no such file or directory";
    const failing = inPod({ containers: [container(waiting("RunContainerError", message))] });
    assert.equal(phase(failing), "progressing");
  });
});

describe("the Deployment's progress deadline", () => {
  const late = (parts: make.PodParts, seconds = 120): RolloutSnapshot => {
    const condition = {
      type: "Progressing",
      status: "False",
      reason: "ProgressDeadlineExceeded",
      lastUpdateTime: make.ago(5),
    };
    const made = make.pod("a", parts);
    const event = make.event(made, "Nominated", "Pod should schedule on: nodeclaim/a", 100);
    const spec = { progressDeadlineSeconds: seconds };
    return make.rollout({
      deployment: make.deployment({ updated: 1, total: 4, available: 3, conditions: [condition], spec }),
      pods: [made],
      events: [event],
    });
  };

  it("does not end a wait that has a patience of its own", () => {
    assert.equal(phase(late({ conditions: [unschedulable(cramped, 125)] })), "progressing");
    assert.equal(phase(late({ containers: [container(waiting("ContainerCreating"))] })), "timedOut");
  });

  it("leaves a pod its full time once it has its node", () => {
    const scheduled = { type: "PodScheduled", status: "True", lastTransitionTime: make.ago(10) };
    const starting = { conditions: [scheduled], containers: [container(waiting("ContainerCreating"))] };
    assert.equal(phase(late(starting)), "progressing");
    assert.equal(phase(late(starting, 9)), "timedOut");
  });
});
