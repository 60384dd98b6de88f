import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import type { Cluster } from "../../../cluster/cluster.ts";
import { thisProcess } from "../../../host/thisProcess.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { mayBeFollowed, withEnds } from "../../../release/run/close.ts";
import { record } from "../builders.ts";

const gone = 2 ** 22 + 1;
const elsewhere = { host: "another-host", pid: 1, machine: "another-boot/pid:[4026531836]", started: "1" };

function run(parts: Partial<ReleaseRecord>): ReleaseRecord {
  const job = {
    service: "backup",
    job: "backup",
    runs: "run",
    older: "yes",
    version: "v1",
    result: "running",
  } as const;
  const jobs = [{ ...job, namespace: "shop", name: "backup-run-0123abcd" }];
  return record(1, { kind: "run", changes: [], result: "running", jobs, ...parts });
}

/** A cluster without the Job. */
const without = {
  batch: { readNamespacedJob: () => Promise.reject(new ApiException(404, "not found", {}, {})) },
} as unknown as Cluster;

describe("the record of a run whose Job is not there", () => {
  const results = async (parts: Partial<ReleaseRecord>) =>
    (await withEnds([run(parts)], without)).map(({ result, reason, process }) => [result, reason, process]);

  it("is left to its process: that is about to begin the Job, or to say that somebody has deleted it", async () => {
    const process = thisProcess();
    assert.deepEqual(await results({ process }), [["running", undefined, process]]);
  });

  it("is closed once that process is gone, or its number is another's", async () => {
    const closed = ["interrupted", "its Job is gone, and nobody saw its end", undefined];
    assert.deepEqual(await results({ process: { ...thisProcess(), pid: gone } }), [closed]);
    assert.deepEqual(await results({ process: { ...thisProcess(), started: "1" } }), [closed]);
  });

  it("is left for a minute where nobody here can say whether its process lives", () => {
    const open = run({ process: elsewhere });
    const began = Date.parse(open.startedAt);
    assert.deepEqual([mayBeFollowed(open, began + 59_000), mayBeFollowed(open, began + 60_000)], [true, false]);
    const { process: unknown, ...older } = open;
    assert.ok(unknown);
    assert.deepEqual([mayBeFollowed(older, began + 59_000), mayBeFollowed(older, began + 60_000)], [true, false]);
  });
});
