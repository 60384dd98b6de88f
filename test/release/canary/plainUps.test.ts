import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { Engine, UpdateSummary } from "../../../engine/engine.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import type { RecordStore } from "../../../records/store.ts";
import { recordPlainUps } from "../../../release/canary/plainUps.ts";
import { change, record } from "../builders.ts";
import { useStacks } from "./stacks.ts";

const basic = "template: website, image: localhost/web, owner: tests, replicas: 3";
const standing = { version: "v1", canary: { version: "v2", weight: 25, step: 1 } };

describe("a canary that a plain pulumi up has begun or walked", () => {
  const stackOf = useStacks();
  const own = record(1, { changes: [change("web", undefined, "v1")] });

  /** What is on record once a verb begins, newest first, and what Pulumi was asked. */
  async function begun(written: object, records: ReleaseRecord[]) {
    const { file } = stackOf(JSON.stringify(written).slice(1, -1), basic);
    const asked: Date[] = [];
    const startTime = new Date(Date.parse(own.startedAt) + 60_000);
    const update: UpdateSummary = {
      ...{ kind: "update", startTime, endTime: startTime, message: "", result: "succeeded" },
      resourceChanges: { update: 1 },
      config: {
        "releases:services": JSON.stringify({ web: { template: "website", image: "localhost/web" } }),
        "releases:current": JSON.stringify({ web: standing }),
      },
    };
    const historySince = (since: Date) => {
      asked.push(since);
      return Promise.resolve({ updates: [update], lost: false });
    };
    const list = () => Promise.resolve([...records]);
    const save = (one: ReleaseRecord) => Promise.resolve(void records.unshift(one));
    await recordPlainUps(new Map([["web", written as typeof standing]]), {
      location: { projectDir: dirname(file), stack: "staging" },
      engine: { historySince } as unknown as Engine,
      records: { list, save, prune: () => Promise.resolve() } as unknown as RecordStore,
    });
    return { onRecord: records.map(({ changes }) => changes[0]?.after.release), asked };
  }

  it("is put on record, so that what is done with it goes by it", async () => {
    const { onRecord, asked } = await begun(standing, [own]);
    assert.deepEqual(onRecord, [standing, { version: "v1" }]);
    assert.deepEqual(asked, [new Date(own.startedAt)]);
  });

  it("leaves Pulumi unasked where the records say what the file says, or nothing", async () => {
    assert.deepEqual((await begun({ version: "v1" }, [own])).asked, []);
    assert.deepEqual((await begun(standing, [])).asked, []);
  });
});
