import assert from "node:assert/strict";
import { defaultLimits } from "../../../rollout/limits.ts";
import { remember } from "../../../rollout/seen.ts";
import type { RolloutSnapshot } from "../../../rollout/snapshot.ts";
import { status } from "../../../rollout/status.ts";
import { container, crashLooping, now, terminated } from "../builders.ts";
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

describe("an end of which the kubelet's event may still come", () => {
  /** The verdict so many seconds after the end was first seen. */
  function verdict(snapshot: RolloutSnapshot, seconds: number): string | undefined {
    const seen = remember(undefined, snapshot, now - seconds * 1000);
    return status(snapshot, defaultLimits, now, { at: now - 100_000, restarts: new Map(), seen }).cause?.code;
  }

  const startupProbe = { periodSeconds: 2, failureThreshold: 3 };
  const killed: Parameters<typeof inPod>[1] = [
    ["Killing", "Container web failed startup probe, will be restarted", 11],
  ];

  it("is waited for where a probe may have caused it: the end comes first, then the event", () => {
    const parts = { containers: [crashLooping(2, 4)], spec: { startupProbe } };
    assert.equal(verdict(inPod(parts), 1), undefined);
    assert.equal(verdict(inPod(parts, killed), 1), "StartupProbeFailed");
  });

  it("is waited for no longer than 5 s", () => {
    const parts = { containers: [crashLooping(2, 4)], spec: { startupProbe } };
    assert.equal(verdict(inPod(parts), 4.9), undefined);
    assert.equal(verdict(inPod(parts), 5), "CrashLoop");
  });

  it("is not waited for where no probe explains it", () => {
    const livenessProbe = { initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 3 };
    for (const [what, parts, code] of [
      ["no probe", { containers: [crashLooping(2, 40)] }, "ExitCode"],
      ["a crash right after the start", { containers: [crashLooping(2, 0)], spec: { startupProbe } }, "CrashLoop"],
      ["sooner than a probe can", { containers: [crashLooping(2, 3)], spec: { startupProbe } }, "CrashLoop"],
      ["the same of liveness", { containers: [crashLooping(2, 29)], spec: { livenessProbe } }, "ExitCode"],
      ["a readiness probe", { containers: [crashLooping(2, 40)], spec: { readinessProbe: {} } }, "ExitCode"],
      ["memory", { containers: [crashLooping(137, 40, "OOMKilled")], spec: { livenessProbe } }, "OutOfMemory"],
    ] as const) {
      assert.equal(verdict(inPod({ ...parts, containers: [...parts.containers] }), 0), code, what);
    }
  });

  it("is not taken for one of memory before", () => {
    const spec = { startupProbe, resources: { limits: { memory: "64Mi" } } };
    assert.equal(verdict(inPod({ containers: [crashLooping(137, 4)], spec }), 1), undefined);
    assert.equal(verdict(inPod({ containers: [crashLooping(137, 4)], spec }), 6), "OutOfMemory");
  });
});
