import assert from "node:assert/strict";
import type { CauseCode } from "../../../release/rollout/verdict.ts";
import { defaultLimits } from "../../../release/rollout/limits.ts";
import type { RolloutSnapshot } from "../../../release/rollout/snapshot.ts";
import { status } from "../../../release/rollout/status.ts";
import * as make from "./builders.ts";

const { container, crashLooping, event, now, pod, rollout, terminated, waiting } = make;

interface Case {
  code: CauseCode;
  when: string;
  snapshot: RolloutSnapshot;
  message: string;
  command: string;
}

function inPod(
  name: string,
  parts: make.PodParts,
  events: [reason: string, message: string, seconds?: number][] = [],
): RolloutSnapshot {
  const made = pod(name, parts);
  return rollout({
    pods: [made],
    events: events.map(([reason, message, seconds]) => event(made, reason, message, seconds)),
  });
}

function refused(message: string, seconds: number): RolloutSnapshot {
  const condition = {
    type: "ReplicaFailure",
    status: "True",
    reason: "FailedCreate",
    message,
    lastTransitionTime: make.ago(seconds),
  };
  return rollout({ replicaSets: [make.replicaSet("new", "lab/web:v2", { conditions: [condition] })] });
}

const describePod = "kubectl describe pod -n staging website-new-a";
const previousLogs = "kubectl logs -n staging website-new-a -c web --previous";

const cases: Case[] = [
  {
    code: "CrashLoop",
    when: "the second crash of a container right after its start",
    snapshot: inPod("a", { containers: [crashLooping(3)] }),
    message: "container web of pod website-new-a exits with code 3 right after its start (2 times)",
    command: previousLogs,
  },
  {
    code: "CrashLoop",
    when: "a crash by a signal, before the kubelet says CrashLoopBackOff",
    snapshot: inPod("a", { containers: [container(terminated(139, 4), { restartCount: 1 })] }),
    message: "container web of pod website-new-a exits with code 139 (signal 11), 4 s after its start (2 times)",
    command: "kubectl logs -n staging website-new-a -c web",
  },
  {
    code: "ExitCode",
    when: "a container gives up after a while",
    snapshot: inPod("a", { containers: [crashLooping(1, 25)] }),
    message: "container web of pod website-new-a exits with code 1, 25 s after its start (2 times)",
    command: previousLogs,
  },
  {
    code: "ExitCode",
    when: "a container ends well, but ends",
    snapshot: inPod("a", { containers: [crashLooping(0)] }),
    message:
      "container web of pod website-new-a ends with code 0 right after its start, but a Deployment's container has to keep running (2 times)",
    command: previousLogs,
  },
  {
    code: "CannotStart",
    when: "the program is not in the image",
    snapshot: inPod("a", {
      containers: [
        container(waiting("CrashLoopBackOff"), {
          restartCount: 1,
          lastState: { terminated: { exitCode: 128, reason: "StartError", message: 'exec: "/nope": no such file' } },
        }),
      ],
    }),
    message: 'container web of pod website-new-a cannot be started: exec: "/nope": no such file (2 times)',
    command: previousLogs,
  },
  {
    code: "OutOfMemory",
    when: "the second OOM kill",
    snapshot: inPod("a", {
      containers: [crashLooping(137, 7, "OOMKilled")],
      spec: { resources: { limits: { memory: "64Mi" } } },
    }),
    message:
      "container web of pod website-new-a was killed because it needs more memory than its limit of 64Mi, 7 s after its start (2 times)",
    command: describePod,
  },
  {
    code: "ImageNotFound",
    when: "the registry says not found",
    snapshot: inPod("a", {
      containers: [
        container(
          waiting(
            "ErrImagePull",
            'rpc error: code = NotFound desc = failed to pull and unpack image "lab/web:v2": failed to resolve reference "lab/web:v2": lab/web:v2: not found',
          ),
        ),
      ],
    }),
    message:
      'image lab/web:v2 of container web of pod website-new-a was not found: failed to resolve reference "lab/web:v2": lab/web:v2: not found',
    command: describePod,
  },
  {
    code: "ImageNotFound",
    when: "only the event says why (before Kubernetes 1.32)",
    snapshot: inPod(
      "a",
      { containers: [container(waiting("ImagePullBackOff", 'Back-off pulling image "lab/web:v2"'))] },
      [["Failed", 'Failed to pull image "lab/web:v2": rpc error: code = Unknown desc = manifest unknown']],
    ),
    message: "image lab/web:v2 of container web of pod website-new-a was not found: manifest unknown",
    command: describePod,
  },
  {
    code: "ImageNotFound",
    when: "the image must not be pulled and is not there",
    snapshot: inPod("a", { containers: [container(waiting("ErrImageNeverPull"))] }),
    message:
      "image lab/web:v2 of container web of pod website-new-a is not on the node, and imagePullPolicy Never forbids to pull it",
    command: describePod,
  },
  {
    code: "ImageDenied",
    when: "the registry says denied",
    snapshot: inPod("a", {
      containers: [
        container(
          waiting(
            "ErrImagePull",
            "rpc error: code = Unknown desc = failed to resolve reference: pull access denied, repository does not exist or may require authorization",
          ),
        ),
      ],
    }),
    message:
      "image lab/web:v2 of container web of pod website-new-a may not be pulled: failed to resolve reference: pull access denied, repository does not exist or may require authorization",
    command: describePod,
  },
  {
    code: "ImagePullFailed",
    when: "the registry has not answered for a minute",
    snapshot: inPod(
      "a",
      { containers: [container(waiting("ImagePullBackOff", "dial tcp: lookup registry: no such host"))] },
      [["Failed", 'Failed to pull image "lab/web:v2": dial tcp: lookup registry: no such host', 61]],
    ),
    message:
      "image lab/web:v2 of container web of pod website-new-a could not be pulled for 61 s: dial tcp: lookup registry: no such host",
    command: describePod,
  },
  {
    code: "ImageNameInvalid",
    when: "the name is none",
    snapshot: inPod("a", { containers: [container(waiting("InvalidImageName"))] }),
    message: "image lab/web:v2 of container web of pod website-new-a is no valid image name",
    command: describePod,
  },
  {
    code: "ConfigMissing",
    when: "a ConfigMap is missing",
    snapshot: inPod("a", {
      containers: [container(waiting("CreateContainerConfigError", 'configmap "settings" not found'))],
    }),
    message: 'container web of pod website-new-a needs configuration that is not there: configmap "settings" not found',
    command: describePod,
  },
  {
    code: "ConfigMissing",
    when: "a key of a Secret is missing",
    snapshot: inPod("a", {
      containers: [container(waiting("CreateContainerConfigError", "couldn't find key password in Secret staging/db"))],
    }),
    message:
      "container web of pod website-new-a needs configuration that is not there: couldn't find key password in Secret staging/db",
    command: describePod,
  },
  {
    code: "ConfigMissing",
    when: "a volume is made of a missing ConfigMap",
    snapshot: inPod("a", { containers: [container(waiting("ContainerCreating"))] }, [
      ["FailedMount", 'MountVolume.SetUp failed for volume "files" : configmap "files" not found', 1],
    ]),
    message:
      'pod website-new-a mounts configuration that is not there: MountVolume.SetUp failed for volume "files" : configmap "files" not found',
    command: describePod,
  },
  {
    code: "ContainerConfigInvalid",
    when: "it must not run as root but would",
    snapshot: inPod("a", {
      containers: [
        container(waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root")),
      ],
    }),
    message:
      "container web of pod website-new-a cannot be created as it is declared: container has runAsNonRoot and image will run as root",
    command: describePod,
  },
  {
    code: "InitContainerFailed",
    when: "the second failure of an init container",
    snapshot: inPod("a", { init: [crashLooping(2, 0, "Error", "prepare")] }),
    message: "init container prepare of pod website-new-a exits with code 2 right after its start (2 times)",
    command: "kubectl logs -n staging website-new-a -c prepare --previous",
  },
  {
    code: "LivenessKilled",
    when: "the liveness probe killed it twice",
    snapshot: inPod(
      "a",
      {
        containers: [container({ running: {} }, { restartCount: 2, lastState: terminated(137, 9) })],
        spec: { livenessProbe: { periodSeconds: 1, failureThreshold: 3, initialDelaySeconds: 0 } },
      },
      [
        ["Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 503", 12],
        ["Killing", "Container web failed liveness probe, will be restarted", 11],
      ],
    ),
    message:
      "container web of pod website-new-a was killed 2 times by its liveness probe, which allows 3 failures 1 s apart from 0 s after the start: HTTP probe failed with statuscode: 503",
    command: describePod,
  },
  {
    code: "StartupProbeFailed",
    when: "the startup probe killed it twice",
    snapshot: inPod(
      "a",
      { containers: [crashLooping(143, 9)], spec: { startupProbe: { periodSeconds: 2, failureThreshold: 1 } } },
      [["Killing", "Container web failed startup probe, will be restarted", 11]],
    ),
    message:
      "container web of pod website-new-a was killed 2 times by its startup probe, which allows 1 failure 2 s apart from 0 s after the start",
    command: describePod,
  },
  {
    code: "QuotaExceeded",
    when: "no quota is left and none will be freed",
    snapshot: refused(
      'pods "website-new-x" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=3, limited: pods=3',
      1,
    ),
    message:
      "no room for another pod of ReplicaSet website-new: quota pods, requested: pods=1, used: pods=3, limited: pods=3",
    command: "kubectl describe quota -n staging",
  },
  {
    code: "AdmissionRefused",
    when: "Pod Security refuses the pods",
    snapshot: refused('pods "website-new-x" is forbidden: violates PodSecurity "restricted:latest": privileged', 2),
    message:
      'the API server refuses the pods of ReplicaSet website-new: pods "website-new-x" is forbidden: violates PodSecurity "restricted:latest": privileged',
    command: "kubectl describe replicaset -n staging website-new",
  },
  {
    code: "Unschedulable",
    when: "no node has taken it for the grace",
    snapshot: inPod("a", { conditions: [make.unschedulable("0/1 nodes are available: 1 Insufficient cpu.", 31)] }),
    message: "no node has taken pod website-new-a for 31 s: 0/1 nodes are available: 1 Insufficient cpu",
    command: describePod,
  },
  {
    code: "VolumeNotBound",
    when: "a claim does not bind",
    snapshot: {
      ...inPod("a", {
        conditions: [
          make.unschedulable("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.", 30),
        ],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
      }),
      claims: [make.claim("data", "Pending")],
    },
    message:
      "pod website-new-a has waited 30 s for PersistentVolumeClaim data (Pending, 1Gi of class fast): 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims",
    command: "kubectl describe pvc -n staging",
  },
  {
    code: "VolumeNotMounted",
    when: "another node holds the volume",
    snapshot: inPod("a", { containers: [container(waiting("ContainerCreating"))] }, [
      ["FailedAttachVolume", 'Multi-Attach error for volume "pvc-1"', 60],
    ]),
    message: 'pod website-new-a has waited 60 s for a volume: Multi-Attach error for volume "pvc-1"',
    command: describePod,
  },
  {
    code: "SandboxFailed",
    when: "the node has no network for it",
    snapshot: inPod("a", { containers: [container(waiting("ContainerCreating"))] }, [
      ["FailedCreatePodSandBox", "Failed to create pod sandbox: no free address", 45],
    ]),
    message:
      "node node-1 has failed to set up pod website-new-a for 45 s: Failed to create pod sandbox: no free address",
    command: describePod,
  },
];

describe("causes", () => {
  for (const { code, when, snapshot, message, command } of cases) {
    it(`names ${code}: ${when}`, () => {
      const verdict = status(snapshot, defaultLimits, now, { at: now - 100_000, restarts: new Map() });
      assert.deepEqual(
        {
          phase: verdict.phase,
          code: verdict.cause?.code,
          message: verdict.cause?.message,
          command: verdict.cause?.command,
        },
        { phase: "failed", code, message, command },
      );
    });
  }
});
