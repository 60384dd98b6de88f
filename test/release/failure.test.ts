import assert from "node:assert/strict";
import type { ReleaseContext } from "../../release/context.ts";
import { collectFailure } from "../../release/failure.ts";

describe("what a failure is put down to", () => {
  it("is the service of an object that the API server refused, though no workload of it was followed", async () => {
    const step = {
      urn: "urn:pulumi:staging::releases::kubernetes:core/v1:Service::docs",
      type: "kubernetes:core/v1:Service",
      name: "docs",
      operation: "create" as const,
      changes: [],
    };
    const message = "the API server did not create Service staging/docs: invalid";
    const outcome = {
      result: "failed" as const,
      failures: [{ step, message }],
      changed: true,
      touched: new Set<string>(),
    };
    const { failed, reason } = await collectFailure(outcome, ["web", "docs"], {} as ReleaseContext);
    assert.deepEqual(failed, ["docs"]);
    assert.equal(reason, message);
  });
});
