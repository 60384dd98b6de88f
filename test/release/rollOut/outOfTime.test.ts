import assert from "node:assert/strict";
import { outOfTime } from "../../../release/rollOut/outOfTime.ts";
import type { Failure, RollOutOutcome } from "../../../release/rollOut/rollOut.ts";

const changes = ["web", "docs", "api"].map((service) => ({ service, namespace: "staging" }));
const message = "the release was not over after 240 s (--timeout)";

function workload(name: string): NonNullable<Failure["workload"]> {
  return { kind: "Deployment", namespace: "staging", name };
}

function cancelled(...failures: Failure[]): RollOutOutcome {
  return { result: "cancelled", failures, changed: true, touched: new Set() };
}

const crash: Failure = {
  message: "container docs exits with code 3",
  workload: workload("docs"),
  cause: {
    code: "CrashLoop",
    message: "container docs exits with code 3",
    object: { kind: "Pod", namespace: "staging", name: "docs-1" },
    command: "kubectl logs -n staging docs-1",
  },
};

describe("a release out of time", () => {
  it("blames the services that were not done", () => {
    const { result, reason, failures } = outOfTime(changes, cancelled(), new Set(["web"]), 240);
    assert.equal(result, "failed");
    assert.equal(reason, message);
    assert.deepEqual(failures, [
      { message, workload: workload("docs") },
      { message, workload: workload("api") },
    ]);
  });

  it("keeps what is known to have failed, with its cause, and not what was only no longer waited for", () => {
    const left: Failure = { message: "the run was cancelled while it was followed", workload: workload("api") };
    const { reason, failures } = outOfTime(changes, cancelled(crash, left), new Set(["web"]), 240);
    assert.equal(reason, undefined, "the cause says why");
    assert.deepEqual(failures, [crash, { message, workload: workload("api") }]);
  });

  it("blames all where all were up and it was not over", () => {
    const { failures } = outOfTime(changes, cancelled(), new Set(["web", "docs", "api"]), 240);
    assert.deepEqual(
      failures.map((failure) => failure.workload?.name),
      ["web", "docs", "api"],
    );
  });
});
