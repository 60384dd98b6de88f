import assert from "node:assert/strict";
import { UnreachableProblem } from "../../../../errors/problem.ts";
import type { Deployment, ResourceState } from "../../../../release/engine/embedded/checkpoint.ts";
import { NotLive } from "../../../../release/engine/embedded/failures.ts";
import { Operations } from "../../../../release/engine/embedded/operations.ts";
import type { Provider } from "../../../../release/engine/embedded/providers/provider.ts";
import { RandomProvider } from "../../../../release/engine/embedded/providers/random/randomProvider.ts";
import { Run } from "../../../../release/engine/embedded/run.ts";
import { Snapshot } from "../../../../release/engine/embedded/snapshot.ts";

const old: ResourceState = {
  urn: "urn:pulumi:s::p::t::a",
  custom: true,
  type: "t",
  id: "1",
  inputs: { v: "good" },
  outputs: { v: "good" },
};
const next: ResourceState = { urn: old.urn, custom: true, type: "t", inputs: { v: "new" } };

/** What the state's file would hold at each of its writes, while one operation is done by `work`. */
async function writesDuring(
  work: Partial<Provider>,
  operate: (operations: Operations, provider: Provider) => Promise<unknown>,
): Promise<{ writes: Deployment[]; error: unknown; last: Deployment }> {
  const snapshot = new Snapshot({ resources: [old], pendingOperations: [], metadata: {} });
  const writes: Deployment[] = [];
  const save = (): Promise<void> => {
    writes.push(snapshot.deployment());
    return Promise.resolve();
  };
  const run = new Run(() => undefined, new AbortController().signal);
  const operations = new Operations(run, snapshot, { save }, () => undefined);
  const provider = Object.assign(new RandomProvider(false), { local: false }, work);
  const error = await operate(operations, provider).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { writes, error, last: snapshot.deployment() };
}

describe("An operation is on record", () => {
  it("before it begins, and its result after it", async () => {
    const { writes } = await writesDuring(
      { update: () => Promise.resolve({ id: "1", outputs: { v: "new" } }) },
      (operations, provider) => operations.update(old, next, provider),
    );
    assert.deepEqual(
      writes.map(({ pendingOperations, resources }) => [
        pendingOperations.map(({ type }) => type),
        resources[0]?.outputs,
      ]),
      [
        [["updating"], { v: "good" }],
        [[], { v: "new" }],
      ],
    );
  });

  it("with the last good inputs and the reasons, when it did not become live", async () => {
    const failure = { message: "crashes", reasons: ["it crashes"] };
    const { error, last } = await writesDuring(
      { update: () => Promise.resolve({ id: "1", outputs: { v: "new" }, failure }) },
      (operations, provider) => operations.update(old, next, provider),
    );
    assert.ok(error instanceof NotLive);
    const [state] = last.resources;
    assert.deepEqual([state?.inputs, state?.outputs, state?.initErrors], [{ v: "good" }, { v: "new" }, ["it crashes"]]);
    assert.deepEqual(last.pendingOperations, []);
  });

  it("no longer, when it was refused", async () => {
    const { error, last } = await writesDuring(
      { create: () => Promise.reject(new Error("refused")) },
      (operations, provider) => operations.create({ ...next, urn: "urn:pulumi:s::p::t::b" }, provider, undefined),
    );
    assert.match(String(error), /refused/);
    assert.deepEqual(last, { resources: [old], pendingOperations: [], metadata: {} });
  });

  it("still, when no answer came: it may have been done", async () => {
    const lost = new UnreachableProblem({ code: "CLUSTER_UNREACHABLE", what: "gone" });
    const { error, last } = await writesDuring({ delete: () => Promise.reject(lost) }, (operations, provider) =>
      operations.delete(old, provider, "forget"),
    );
    assert.equal(error, lost);
    assert.deepEqual(last, {
      resources: [old],
      pendingOperations: [{ resource: old, type: "deleting" }],
      metadata: {},
    });
  });
});
