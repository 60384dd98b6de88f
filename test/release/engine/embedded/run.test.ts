import assert from "node:assert/strict";
import { once } from "node:events";
import type { ReleaseEvent } from "../../../../release/events.ts";
import { NotLive, report } from "../../../../release/engine/embedded/failures.ts";
import { Run, stepOf } from "../../../../release/engine/embedded/run.ts";

const step = stepOf({ urn: "urn:pulumi:s::p::kubernetes:apps/v1:Deployment::web" }, "update");

function begin() {
  const interrupt = new AbortController();
  const events: ReleaseEvent[] = [];
  const run = new Run((event) => events.push(event), interrupt.signal);
  return { run, interrupt, events };
}

describe("a run", () => {
  it("has no more patience a moment after something failed: what may yet become live is not waited for", async () => {
    const { run, interrupt } = begin();
    run.failed({ step, message: "it crashes" });
    assert.equal(run.patience.aborted, false, "causes that are there already are told");
    await once(run.patience, "abort");
    assert.equal(interrupt.signal.aborted, false);
    assert.equal(run.cancelled, false);
  });

  it("has none once it is cancelled", () => {
    const { run, interrupt } = begin();
    interrupt.abort();
    assert.equal(run.patience.aborted, true);
    assert.equal(run.cancelled, true);
  });

  it("has failed where a failure was there before it was cancelled, so that it is taken back", () => {
    const { run, interrupt } = begin();
    run.failed({ step, message: "it crashes" });
    interrupt.abort();
    assert.equal(run.cancelled, false);
  });

  it("is cancelled where a failure came of it", () => {
    const { run, interrupt } = begin();
    interrupt.abort();
    run.failed({ step, message: "still being deleted when the run was cancelled" });
    assert.equal(run.cancelled, true);
  });

  it("blames nothing that was merely not waited for, and has it among what was changed", () => {
    const { run, events } = begin();
    report(run, step, new NotLive({ unfinished: true, message: "not waited for", reasons: [] }));
    assert.deepEqual([run.failures, run.steps, run.stopping], [[], [step], false]);
    assert.deepEqual(
      events.map((event) => event.type === "note" && [event.level, event.message]),
      [["info", "not waited for"]],
    );
  });
});
