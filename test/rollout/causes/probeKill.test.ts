import { container, crashLooping, terminated } from "../builders.ts";
import { describePod, inPod, itNames } from "./cases.ts";

describe("a container that its probe kills", () => {
  itNames([
    {
      code: "LivenessKilled",
      when: "the liveness probe killed it twice",
      snapshot: inPod(
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
        { containers: [crashLooping(143, 9)], spec: { startupProbe: { periodSeconds: 2, failureThreshold: 1 } } },
        [["Killing", "Container web failed startup probe, will be restarted", 11]],
      ),
      message:
        "container web of pod website-new-a was killed 2 times by its startup probe, which allows 1 failure 2 s apart from 0 s after the start",
      command: describePod,
    },
  ]);
});
