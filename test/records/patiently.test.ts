import assert from "node:assert/strict";
import { UnreachableProblem, UsageProblem } from "../../errors/problem.ts";
import { patiently } from "../../records/patiently.ts";

const away = new UnreachableProblem({ code: "CLUSTER_UNREACHABLE", what: "no answer" });

/** Fails with the errors in turn, then answers with the number of calls. */
function failing(...errors: Error[]): () => Promise<number> {
  let calls = 0;
  return () => {
    const error = errors[calls++];
    return error === undefined ? Promise.resolve(calls) : Promise.reject(error);
  };
}

describe("what must get on record", () => {
  it("is tried again while the cluster does not answer", async () => {
    assert.equal(await patiently(failing(away, away), [0, 0]), 3);
  });

  it("fails once patience is over", async () => {
    await assert.rejects(patiently(failing(away, away, away), [0, 0]), away);
  });

  it("fails at once where the cluster refuses", async () => {
    const refused = new UsageProblem({ code: "NO_RIGHTS", what: "no" });
    await assert.rejects(patiently(failing(refused), [0]), refused);
  });
});
