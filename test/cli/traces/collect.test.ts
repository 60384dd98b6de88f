import assert from "node:assert/strict";
import { spanCollector } from "../../../cli/traces/collect.ts";
import { tracesWanted } from "../../../cli/traces/wanted.ts";
import type { Span } from "../../../cli/traces/span.ts";
import { UnreachableProblem } from "../../../errors/problem.ts";
import type { Phase } from "../../../records/phase.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { crash, rollout } from "../renderers/fixtures.ts";
import { change, record } from "../../release/builders.ts";

const began = (phase: Phase, at: number): ReleaseEvent => ({ type: "phase", at, phase, state: "started" });
const done = (phase: Phase, at: number): ReleaseEvent => ({ type: "phase", at, phase, state: "done" });
const failed = (phase: Phase, at: number, message: string): ReleaseEvent => ({
  ...{ type: "phase", at, phase, state: "failed" },
  message,
});
const plan: ReleaseEvent = {
  type: "plan",
  at: 1200,
  plan: {
    ...{ kind: "deploy", project: "releases", stack: "staging", unchanged: [], pending: [], removals: [] },
    services: [{ ...change("website", "v1", "crash"), changes: [] }],
    git: { commit: "c0ffee", branch: "main", dirty: 0, behind: 0, ahead: 0 },
  },
};

/** Name, times and failure of each, indented by depth. */
function outline(span: Span, depth = 0): string[] {
  const { name, from, to, failure, children } = span;
  const line = `${"  ".repeat(depth)}${name} ${from}-${to}${failure === undefined ? "" : ` failed: ${failure}`}`;
  return [line, ...children.flatMap((child) => outline(child, depth + 1))];
}

describe("the trace of a release", () => {
  const taken = record(1, {
    ...{
      result: "rolled back",
      reason: "it crashes",
      cause: crash.cause!,
      changes: [change("website", "v1", "crash")],
    },
  });
  const back = record(2, { kind: "restore", of: taken.id, changes: [change("website", "crash", "v1")] });
  const collected = (): Span => {
    const spans = spanCollector();
    for (const event of [
      ...[began("check", 1000), done("check", 1100), began("plan", 1100), plan, done("plan", 1300)],
      ...[began("apply", 1300), done("apply", 2000), began("roll out", 2000)],
      ...[
        { ...rollout(1), at: 3000 },
        { ...rollout(4, crash), at: 6000 },
        { ...rollout(5, crash), at: 7000 },
      ],
      ...[failed("roll out", 7000, "it crashes"), began("evidence", 7000), done("evidence", 7500)],
      ...[began("restore", 7500), { ...rollout(1, { phase: "complete" }), at: 9000 }, done("restore", 9500)],
      ...[began("record", 9500)],
    ]) {
      spans.event(event);
    }
    spans.ended(taken, back);
    spans.event(done("record", 9600));
    return spans.root(9650) ?? assert.fail("no trace");
  };

  it("has its phases as spans, the rollouts of services below them, and what failed as such", () => {
    const why = "container web exits with code 3 right after its start (2 crashes)";
    assert.deepEqual(outline(collected()), [
      "release deploy 1000-9650 failed: it crashes",
      "  check 1000-1100",
      "  plan 1100-1300",
      "  apply 1300-2000",
      "  roll out 2000-7000 failed: it crashes",
      `    rollout website 2000-7000 failed: ${why}`,
      "  evidence 7000-7500",
      "  restore 7500-9500",
      "    rollout website 8000-9000",
      "  record 9500-9600",
    ]);
  });

  it("has names by OpenTelemetry's conventions, the cause as an event, and the versions that were rolled out", () => {
    const root = collected();
    assert.deepEqual(root.attributes, {
      "cicd.pipeline.name": "release deploy",
      "cicd.pipeline.run.id": taken.id,
      "cicd.pipeline.result": "failure",
      "deployment.name": "releases/staging",
      "deployment.environment.name": "staging",
      "deployment.id": taken.id,
      "deployment.status": "failed",
      "error.type": "CrashLoop",
      "release.result": "rolled back",
      "release.services": ["website=crash"],
      "vcs.ref.head.name": "main",
      "vcs.ref.head.revision": "c0ffee",
    });
    const rolled = root.children.find(({ name }) => name === "roll out")?.children[0];
    const restored = root.children.find(({ name }) => name === "restore")?.children[0];
    const of = { "k8s.namespace.name": "staging", "k8s.deployment.name": "website", "service.name": "website" };
    assert.deepEqual(rolled?.attributes, { ...of, "service.version": "crash", "error.type": "CrashLoop" });
    assert.deepEqual(restored?.attributes, { ...of, "service.version": "v1" });
    assert.deepEqual(rolled.events, [
      {
        at: 6000,
        name: "exception",
        attributes: {
          "exception.type": "CrashLoop",
          "exception.message": "container web exits with code 3 right after its start (2 crashes)",
          "k8s.namespace.name": "staging",
          "k8s.pod.name": "website-5d9c-x2x7f",
        },
      },
    ]);
    assert.deepEqual(root.events, []);
  });

  it("has the cause at the release where no rollout was to blame", () => {
    const spans = spanCollector();
    spans.event(began("apply", 1000));
    spans.event(failed("apply", 1500, "refused"));
    spans.ended(taken);
    assert.deepEqual(
      spans.root(2000)?.events.map(({ name, attributes }) => [name, attributes["exception.type"]]),
      [["exception", "CrashLoop"]],
    );
  });

  it("tells what was refused before anything was touched, and of an earlier release nothing", () => {
    const spans = spanCollector();
    spans.event(began("check", Date.parse("2026-11-22T02:00:00.000Z")));
    spans.ended(taken);
    const root = spans.root(
      Date.parse("2026-11-22T02:00:01.000Z"),
      new UnreachableProblem({ code: "AWAY", what: "no answer" }),
    );
    assert.equal(root?.failure, "no answer");
    assert.deepEqual(root.attributes, { "cicd.pipeline.result": "error", "error.type": "AWAY" });
    assert.equal(root.children[0]?.to, root.to);
  });

  it("is none where no release began", () => {
    assert.equal(spanCollector().root(1), undefined);
  });
});

describe("traces", () => {
  it("are sent where OpenTelemetry's variables say so, and nowhere else", () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
    assert.equal(tracesWanted({}), false);
    assert.equal(tracesWanted(endpoint), true);
    assert.equal(tracesWanted({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:4318/v1/traces" }), true);
    assert.equal(tracesWanted({ ...endpoint, OTEL_SDK_DISABLED: "true" }), false);
    assert.equal(tracesWanted({ ...endpoint, OTEL_TRACES_EXPORTER: "none" }), false);
  });
});
