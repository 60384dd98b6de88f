import { container, waiting } from "../builders.ts";
import { describePod, inPod, itNames } from "./cases.ts";

describe("a pod that its node cannot set up", () => {
  itNames([
    {
      code: "ConfigMissing",
      when: "a volume is made of a missing ConfigMap",
      snapshot: inPod({ containers: [container(waiting("ContainerCreating"))] }, [
        ["FailedMount", 'MountVolume.SetUp failed for volume "files" : configmap "files" not found', 4, 1],
      ]),
      message:
        'pod website-new-a mounts configuration that is not there: MountVolume.SetUp failed for volume "files" : configmap "files" not found (waited 3 s; rollout.patience.configuration allows 3 s)',
      command: describePod,
    },
    {
      code: "VolumeNotMounted",
      when: "another node holds the volume",
      snapshot: inPod({ containers: [container(waiting("ContainerCreating"))] }, [
        ["FailedAttachVolume", 'Multi-Attach error for volume "pvc-1"', 65, 5],
      ]),
      message:
        'pod website-new-a waits for a volume: Multi-Attach error for volume "pvc-1" (waited 60 s; rollout.patience.volume allows 60 s)',
      command: describePod,
    },
    {
      code: "SandboxFailed",
      when: "the node has no network for it",
      snapshot: inPod({ containers: [container(waiting("ContainerCreating"))] }, [
        ["FailedCreatePodSandBox", "Failed to create pod sandbox: no free address", 50, 5],
      ]),
      message:
        "node node-1 fails to set up pod website-new-a: Failed to create pod sandbox: no free address (waited 45 s; rollout.patience.sandbox allows 30 s)",
      command: describePod,
    },
  ]);
});
