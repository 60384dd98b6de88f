import assert from "node:assert/strict";
import { jobJudgement } from "../../../canary/judges/job.ts";
import type { JobStatus } from "../../../rollout/jobs/status.ts";

const status = (parts: Partial<JobStatus>): JobStatus => ({
  ...{
    phase: "failed",
    message: "job web-canary-smoke-1 exited with code 3 after 2 s",
    attempt: 1,
    attempts: 1,
    seconds: 2,
  },
  ...parts,
});

describe("judging a canary by a Job", () => {
  it("is good where it ended well", () => {
    const message = "job web-canary-smoke-1 succeeded after 2 s";
    assert.deepEqual(jobJudgement(status({ phase: "succeeded", message, exitCode: 0 }), []), {
      verdict: "good",
      message,
    });
  });

  it("is bad by any other exit code, with the end of its log", () => {
    assert.deepEqual(jobJudgement(status({ exitCode: 3 }), ["one", "two", "three", "cart is empty"]), {
      verdict: "bad",
      message: "job web-canary-smoke-1 exited with code 3 after 2 s: two | three | cart is empty",
    });
    assert.match(jobJudgement(status({ exitCode: 3 }), []).message, /; it wrote nothing$/);
  });

  it("is unsure where it said nothing: it could not start, was not over in time, or was taken away", () => {
    for (const parts of [{}, { phase: "timedOut" as const, exitCode: 137 }, { exitCode: 0 }]) {
      assert.equal(jobJudgement(status(parts), ["x"]).verdict, "unsure", JSON.stringify(parts));
    }
  });
});
