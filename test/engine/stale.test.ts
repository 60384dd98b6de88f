import assert from "node:assert/strict";
import { patiently } from "../../engine/stale.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { EngineEvent } from "../../engine/events.ts";

/** As the CLI says it, of a process of another machine. */
function locked(): UsageProblem {
  const what = "the stack's state is locked: created by watch@elsewhere (pid 7) at 2026-11-28T12:00:00Z";
  return new UsageProblem({ code: "STACK_LOCKED", what });
}

async function over(gone: boolean): Promise<string[]> {
  const told: string[] = [];
  let held = true;
  const stack = {
    mark: "",
    goneElsewhere: (host: string, since: Date) => {
      told.push(`${host} ${since.toISOString()}`);
      return Promise.resolve(gone);
    },
    cancel: () => {
      held = false;
      return Promise.resolve();
    },
  };
  const note = (event: EngineEvent) => void told.push(event.type === "note" ? event.message : event.type);
  await patiently(stack, note as never, () => (held ? Promise.reject(locked()) : Promise.resolve()));
  return told;
}

describe("the state's lock of another machine's process", () => {
  it("is taken over where that process is known to be gone, and said", async () => {
    assert.deepEqual(await over(true), [
      "elsewhere 2026-11-28T12:00:00.000Z",
      "took over the state's lock of watch@elsewhere, process 7, since 2026-11-28T12:00:00Z: that process is gone",
    ]);
  });

  it("is left to it where it is not", async () => {
    await assert.rejects(over(false), { code: "STACK_LOCKED" });
  });
});
