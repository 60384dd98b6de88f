import assert from "node:assert/strict";
import fc from "fast-check";
import type { Evidence } from "../../../rollout/evidence.ts";
import { boundEvidence } from "../../../rollout/evidence/bound.ts";

const line = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constant('{"level":"error","msg":"cannot \\"open\\" the database"}'),
  fc.constant("äöü 🦆 ".repeat(20)),
  fc.constant("x".repeat(3000)),
);
// Lines, as they are: what a log has none of is a line break.
const log = fc.array(
  line.map((text) => text.replaceAll("\n", " ")),
  { maxLength: 80 },
);
const container = fc.record({
  pod: fc.constantFrom("web-1", "web-2"),
  container: fc.constant("web"),
  init: fc.boolean(),
  image: fc.constant("localhost/web:v1"),
  state: fc.constant("waiting: CrashLoopBackOff"),
  restarts: fc.nat(9),
  exit: fc.record({ code: fc.nat(255) }),
  probes: fc.array(fc.constant("readiness: GET /healthz on port 8080 every 1 s"), { maxLength: 3 }),
  log,
  previousLog: log,
  logCut: fc.constant(false),
});
const evidence: fc.Arbitrary<Evidence> = fc.record({
  workload: fc.constant({ kind: "Deployment", namespace: "staging", name: "web" } as const),
  takenAt: fc.constant("2026-11-22T08:00:00.000Z"),
  counts: fc.constant({ desired: 1, updated: 1, ready: 0, available: 0, old: 1 }),
  cause: fc.constant({
    code: "CrashLoop" as const,
    message: "container web of pod web-1 exits with code 3",
    object: { kind: "Pod", namespace: "staging", name: "web-1" },
    command: "kubectl logs -n staging web-1",
  }),
  pods: fc.array(fc.constant({ name: "web-1", generation: "new", state: "failing", restarts: 1 } as const), {
    maxLength: 3,
  }),
  containers: fc.array(container, { maxLength: 3 }),
  events: fc.array(
    fc.record({
      object: fc.constant("Pod web-1"),
      type: fc.constant("Warning"),
      reason: fc.constant("BackOff"),
      message: line,
      count: fc.nat(9),
    }),
    { maxLength: 10 },
  ),
  commands: fc.array(fc.constant("kubectl describe deployment -n staging web"), { maxLength: 2 }),
  notes: fc.array(fc.constant("1 more container of new pods is in trouble and left out"), { maxLength: 1 }),
});

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe("the evidence of a release", () => {
  it("is as it was taken where it fits", () => {
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 3 }), (all) => {
        fc.pre(bytes(all) <= 900 * 1024);
        assert.deepEqual(boundEvidence(all), all);
      }),
      { numRuns: 20 },
    );
  });

  it("always fits, whatever was logged, and keeps every cause and every container with its exit", () => {
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 6 }), fc.integer({ min: 20_000, max: 100_000 }), (all, limit) => {
        const kept = boundEvidence(all, limit);
        assert.ok(bytes(kept) <= limit);
        assert.deepEqual(
          kept.map(({ cause, containers }) => [cause, containers.map(({ pod, exit }) => [pod, exit])]),
          all.map(({ cause, containers }) => [cause, containers.map(({ pod, exit }) => [pod, exit])]),
        );
      }),
    );
  });

  it("keeps the last lines of a log that is cut, and says that it was", () => {
    fc.assert(
      fc.property(fc.array(evidence, { minLength: 1, maxLength: 6 }), (all) => {
        for (const [index, { containers, notes }] of boundEvidence(all, 40_000).entries()) {
          for (const [at, { log: kept, logCut, pod }] of containers.entries()) {
            const whole = all[index]!.containers[at]!.log;
            if (kept.length === whole.length && !logCut) assert.deepEqual(kept, whole);
            else
              assert.ok(
                notes.some((note) => note.includes(`${pod}/web`)),
                notes.join(),
              );
            // One line too long for what is left is shortened.
            if (kept.length > 1) assert.deepEqual(kept, whole.slice(-kept.length));
          }
        }
      }),
    );
  });

  it("fits also where there are more workloads than room for their causes", () => {
    const [one] = fc.sample(evidence, { numRuns: 1, seed: 1 });
    const kept = boundEvidence(
      Array.from({ length: 400 }, () => one!),
      50_000,
    );
    assert.ok(bytes(kept) <= 50_000);
    assert.ok(kept.length >= 10, String(kept.length));
  });
});
