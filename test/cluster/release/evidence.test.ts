import assert from "node:assert/strict";
import { clusterRecords } from "../../../records/store.ts";
import type { Evidence } from "../../../rollout/evidence.ts";
import { record } from "../../release/builders.ts";
import { useLab, useNamespace } from "../support.ts";

/** Of a service that fails in many words, in JSON: each quote takes two bytes, and two more on the way. */
function chatty(name: string): Evidence {
  const log = Array.from({ length: 200 }, (_, at) => `{"line":"${at}","level":"error","text":"${'""'.repeat(250)}"}`);
  return {
    workload: { kind: "Deployment", namespace: "staging", name },
    takenAt: "2026-11-22T08:00:00.000Z",
    counts: { desired: 1, updated: 1, ready: 0, available: 0, old: 1 },
    pods: [],
    containers: [
      {
        pod: `${name}-1`,
        container: name,
        init: false,
        image: "localhost/web:crash",
        state: "waiting: CrashLoopBackOff",
        restarts: 2,
        exit: { code: 3 },
        probes: [],
        log,
        previousLog: [],
        logCut: false,
      },
    ],
    events: [],
    commands: [],
    notes: [],
  };
}

describe("the evidence of many services that fail together", function () {
  this.timeout(240_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "evidence");

  it("is kept: the end of each log, of every service", async () => {
    const records = clusterRecords(cluster(), { namespace: namespace(), project: "releases", stack: "staging" });
    const names = Array.from({ length: 20 }, (_, at) => `web-${at}`);
    const failed = record(1);
    await records.saveEvidence(failed, names.map(chatty));
    const kept = await records.evidence(failed);
    assert.deepEqual(
      kept.map(({ workload }) => workload.name),
      names,
    );
    for (const { containers, notes } of kept) {
      assert.match(containers[0]?.log.at(-1) ?? "", /^\{"line":"199"/);
      assert.match(notes.join(), /^only the end of the logs is kept of web-\d+-1\/web-\d+$/);
    }
  });
});
