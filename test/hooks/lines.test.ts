import assert from "node:assert/strict";
import { evidenceText, lineOf } from "../../hooks/lines.ts";
import type { RolloutPhase } from "../../rollout/verdict.ts";

const workload = { kind: "Deployment", namespace: "staging", name: "website" } as const;
const counts = { desired: 3, updated: 2, ready: 1, available: 1, old: 1 };

function rollout(phase: RolloutPhase, message: string) {
  const status = { phase, message, counts };
  return lineOf({ type: "rollout", at: 0, workload, status, pods: [], elapsedSeconds: 12.4, deadlineSeconds: 630 });
}

describe("what Pulumi shows of a rollout", () => {
  it("is its progress, in passing", () => {
    const text = "website: 1 of 2 new pods available (12 s of 10 min 30 s)";
    assert.deepEqual(rollout("progressing", "1 of 2 new pods available"), { level: "info", text, passing: true });
  });

  it("is its end", () => {
    assert.deepEqual(rollout("complete", "3 pods available"), {
      level: "info",
      text: "website: 3 pods available after 12 s",
    });
    assert.equal(rollout("failed", "doomed"), undefined);
  });

  it("is what the pods and the cluster say when it goes wrong", () => {
    const log = lineOf({
      type: "podLog",
      at: 0,
      workload,
      pod: "website-1",
      container: "web",
      line: "fatal: no database",
    });
    assert.deepEqual(log, { level: "warning", text: "website-1/web: fatal: no database" });
    const event = lineOf({
      type: "clusterEvent",
      at: 0,
      workload,
      object: "Pod website-1",
      reason: "BackOff",
      message: "restarting",
    });
    assert.deepEqual(event, { level: "warning", text: "Pod website-1: BackOff: restarting" });
  });
});

describe("evidence in Pulumi's diagnostics", () => {
  const object = { kind: "Pod", namespace: "staging", name: "website-1" };
  const cause = {
    code: "CrashLoop",
    message: "container web exits with code 3",
    object,
    command: "kubectl logs website-1",
  } as const;
  const container = {
    pod: "website-1",
    container: "web",
    init: false,
    image: "web:v2",
    state: "waiting: CrashLoopBackOff",
    restarts: 1,
    probes: [],
    logCut: false,
  };
  const evidence = { workload, takenAt: "", counts, cause, pods: [], events: [], commands: [cause.command], notes: [] };

  it("is the cause, the end of the log and the commands for more", () => {
    const containers = [{ ...container, log: ["one", "two", "three"], previousLog: ["earlier"] }];
    assert.equal(
      evidenceText({ ...evidence, containers }, 2),
      "staging/website: container web exits with code 3 [CrashLoop]\nthe end of the log of website-1/web:\n  two\n  three\nmore:\n  kubectl logs website-1",
    );
  });

  it("takes the log of the run before where the present one is empty", () => {
    const text = evidenceText({ ...evidence, containers: [{ ...container, log: [], previousLog: ["earlier"] }] });
    assert.match(text, /\n {2}earlier\n/);
  });
});
