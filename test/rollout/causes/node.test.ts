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
        'pod website-new-a mounts configuration that is not there: MountVolume.SetUp failed for volume "files" : configmap "files" not found',
      command: describePod,
    },
    {
      code: "VolumeNotMounted",
      when: "another node holds the volume",
      snapshot: inPod({ containers: [container(waiting("ContainerCreating"))] }, [
        ["FailedAttachVolume", 'Multi-Attach error for volume "pvc-1"', 65, 5],
      ]),
      message: 'pod website-new-a has waited 60 s for a volume: Multi-Attach error for volume "pvc-1"',
      command: describePod,
    },
    {
      code: "SandboxFailed",
      when: "the node has no network for it",
      snapshot: inPod({ containers: [container(waiting("ContainerCreating"))] }, [
        ["FailedCreatePodSandBox", "Failed to create pod sandbox: no free address", 50, 5],
      ]),
      message:
        "node node-1 has failed to set up pod website-new-a for 45 s: Failed to create pod sandbox: no free address",
      command: describePod,
    },
  ]);
});
