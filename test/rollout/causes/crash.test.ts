import { container, crashLooping, terminated, waiting } from "../builders.ts";
import { describePod, inPod, itNames, previousLogs } from "./cases.ts";

describe("a container that ends again and again", () => {
  itNames([
    {
      code: "CrashLoop",
      when: "the second crash of a container right after its start",
      snapshot: inPod({ containers: [crashLooping(3)] }),
      message: "container web of pod website-new-a exits with code 3 right after its start (2 times)",
      command: previousLogs,
    },
    {
      code: "CrashLoop",
      when: "a crash by a signal, before the kubelet says CrashLoopBackOff",
      snapshot: inPod({ containers: [container(terminated(139, 4), { restartCount: 1 })] }),
      message: "container web of pod website-new-a exits with code 139 (signal 11), 4 s after its start (2 times)",
      command: "kubectl logs -n staging website-new-a -c web",
    },
    {
      code: "ExitCode",
      when: "a container gives up after a while",
      snapshot: inPod({ containers: [crashLooping(1, 25)] }),
      message: "container web of pod website-new-a exits with code 1, 25 s after its start (2 times)",
      command: previousLogs,
    },
    {
      code: "ExitCode",
      when: "a container ends well, but ends",
      snapshot: inPod({ containers: [crashLooping(0)] }),
      message:
        "container web of pod website-new-a ends with code 0 right after its start, but a Deployment's container has to keep running (2 times)",
      command: previousLogs,
    },
    {
      code: "CannotStart",
      when: "the program is not in the image",
      snapshot: inPod({
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
      code: "CannotStart",
      when: "at the first try, where no second one changes it",
      snapshot: inPod({
        containers: [
          container({ terminated: { exitCode: 128, reason: "StartError", message: "exec: permission denied" } }),
        ],
      }),
      message: "container web of pod website-new-a cannot be started: exec: permission denied (once)",
      command: "kubectl logs -n staging website-new-a -c web",
    },
    {
      code: "CannotStart",
      when: "before there was a run to speak of",
      snapshot: inPod({
        containers: [
          container(
            waiting(
              "RunContainerError",
              'OCI runtime create failed: unable to start container process: exec: "/nope": no such file or directory',
            ),
          ),
        ],
      }),
      message: 'container web of pod website-new-a could not be started: exec: "/nope": no such file or directory',
      command: describePod,
    },
    {
      code: "CannotStart",
      when: "the runtime fails to make it for half a minute",
      snapshot: inPod({ containers: [container(waiting("CreateContainerError", "context deadline exceeded"))] }, [
        ["Failed", "Error: context deadline exceeded", 36, 5],
      ]),
      message:
        "container web of pod website-new-a could not be started: context deadline exceeded (waited 31 s; rollout.patience.sandbox allows 30 s)",
      command: describePod,
    },
    {
      code: "OutOfMemory",
      when: "the second OOM kill",
      snapshot: inPod({
        containers: [crashLooping(137, 7, "OOMKilled")],
        spec: { resources: { limits: { memory: "64Mi" } } },
      }),
      message:
        "container web of pod website-new-a was killed because it needs more memory than its limit of 64Mi, 7 s after its start (2 times)",
      command: describePod,
    },
    {
      code: "OutOfMemory",
      when: "a kill that nobody explains, under a memory limit",
      snapshot: inPod({ containers: [crashLooping(137, 7)], spec: { resources: { limits: { memory: "64Mi" } } } }),
      message:
        "container web of pod website-new-a was killed by signal 9, most likely because it needs more memory than its limit of 64Mi, 7 s after its start (2 times)",
      command: describePod,
    },
    {
      code: "CrashLoop",
      when: "a kill that the kubelet explains otherwise",
      snapshot: inPod({ containers: [crashLooping(137, 7)], spec: { resources: { limits: { memory: "64Mi" } } } }, [
        ["Killing", "Stopping container web", 20],
      ]),
      message: "container web of pod website-new-a exits with code 137 (signal 9), 7 s after its start (2 times)",
      command: previousLogs,
    },
    {
      code: "CrashLoop",
      when: "a sidecar, which is an init container that has to keep running",
      snapshot: inPod({ init: [crashLooping(2, 0, "Error", "prepare")], initSpec: { restartPolicy: "Always" } }),
      message: "container prepare of pod website-new-a exits with code 2 right after its start (2 times)",
      command: "kubectl logs -n staging website-new-a -c prepare --previous",
    },
    {
      code: "InitContainerFailed",
      when: "the second failure of an init container",
      snapshot: inPod({ init: [crashLooping(2, 0, "Error", "prepare")] }),
      message: "init container prepare of pod website-new-a exits with code 2 right after its start (2 times)",
      command: "kubectl logs -n staging website-new-a -c prepare --previous",
    },
  ]);
});
