import assert from "node:assert/strict";
import { RecordBook } from "../../../console/live/recordBook.ts";
import { servesSince, storiesOf } from "../../../console/live/recordIndex.ts";
import { changedRows, rowOf } from "../../../console/live/rows.ts";
import { summaryOf } from "../../../console/live/summary.ts";
import { versionsOf } from "../../../console/live/versions.ts";
import { withoutSecrets } from "../../../console/live/withoutSecrets.ts";
import { withoutCiphertexts } from "../../../console/live/texts.ts";
import { change, parameters, record } from "../../release/builders.ts";

const status = {
  ...{ service: "web", namespace: "staging", wanted: "v2", runs: "v2", desired: 2, available: 2 },
  ...{ state: "healthy" as const, message: "" },
};

describe("a row of the overview", () => {
  const records = [
    record(3, { changes: [change("web", "v2", "v3")], result: "rolled back", operator: "grace" }),
    record(2, { changes: [change("web", "v1", "v2")], user: "jane" }),
    record(1, { changes: [change("docs", undefined, "v1")] }),
  ];

  it("says since when it runs what it runs and by whom, and how its newest release ended", () => {
    const story = storiesOf(records).get("web");
    const row = rowOf({ service: undefined, status, group: "sites", story, drift: 1, elsewhere: { prod: "v1" } });
    assert.deepEqual(row, {
      ...status,
      ...{ group: "sites", template: "", since: records[1]?.endedAt, by: "ada@desk (jane)" },
      last: { id: records[0]?.id, result: "rolled back", kind: "deploy", at: records[0]?.endedAt },
      ...{ drift: 1, elsewhere: { prod: "v1" } },
    });
  });

  it("of what no release brought says nothing of when and by whom", () => {
    const story = storiesOf([record(1, { result: "failed" })]).get("website");
    assert.ok(story);
    assert.deepEqual(servesSince(story), {});
  });

  it("is told where it says something else, and where there is none any more", () => {
    const row = rowOf({ service: undefined, status, group: undefined, story: undefined, drift: 0, elsewhere: {} });
    const docs = { ...row, service: "docs" };
    const before = new Map([row, docs].map((one) => [one.service, one]));
    const rolling = { ...row, available: 1 };
    assert.deepEqual(changedRows(before, new Map([["web", rolling]])), { rows: [rolling], removed: ["docs"] });
    assert.deepEqual(changedRows(before, new Map(before)), { rows: [], removed: [] });
  });
});

describe("the records of a stack", () => {
  it("are no news the first time, then each that is new or says something else, and each that is gone", () => {
    const book = new RecordBook();
    const services = new Set(["website"]);
    const first = record(1);
    assert.deepEqual(book.update([first], services), []);
    const running = record(2, { result: "running" });
    assert.deepEqual(book.update([running, first], services), [{ type: "record", summary: summaryOf(running) }]);
    assert.deepEqual(book.update([first], services), [{ type: "record", summary: summaryOf(running), removed: true }]);
  });

  it("that are none at first have a first one that is news", () => {
    const book = new RecordBook();
    assert.deepEqual(book.update([], new Set()), []);
    assert.equal(book.update([record(1)], new Set()).length, 1);
  });

  it("tell of services that the stack's file has lost", () => {
    const book = new RecordBook();
    book.update([record(1)], new Set(["docs"]));
    assert.deepEqual([...book.left.keys()], ["website"]);
  });

  it("are a line each: what, by whom, for how long", () => {
    const { what, services, seconds, user, operator } = summaryOf(record(1, { user: "jane" }));
    assert.deepEqual(
      [what, services, seconds, operator, user],
      ["website v1 → v2", ["website"], 60, "ada@desk", "jane"],
    );
  });

  it("know each version once, by how it ended last", () => {
    const records = [
      record(3, { result: "failed" }),
      record(2),
      record(1, { changes: [change("website", undefined, "v1")] }),
    ];
    assert.deepEqual(versionsOf(records, "website"), [
      { version: "v2", from: "record", at: records[0]?.startedAt, result: "failed" },
      { version: "v1", from: "record", at: records[2]?.startedAt, result: "succeeded" },
    ]);
  });

  it("leave the server without the secrets that they carry along", () => {
    const after = { ...parameters("v1"), secrets: { dbPassword: "v1:cipher" } };
    const before = { ...parameters("v0", { secrets: { DB: "dbPassword" } }), secrets: { dbPassword: "v1:older" } };
    const told = withoutSecrets(record(1, { changes: [{ ...change("website", "v0", "v1"), before, after }] }));
    assert.deepEqual(told.changes[0]?.after.secrets, { dbPassword: "[secret]" });
    // Which secret a variable takes is none itself.
    assert.deepEqual(told.changes[0].before?.basic.secrets, { DB: "dbPassword" });
    assert.doesNotMatch(JSON.stringify(told), /cipher|older/);
  });

  it("nor does a file's text, encrypted as they are", () => {
    const text = 'encryptionsalt: v1:salt\nconfig:\n  a: { secure: v1:one }\n  b:\n    secure: "v1:two"\n';
    assert.equal(
      withoutCiphertexts(text),
      "encryptionsalt: [secret]\nconfig:\n  a: { secure: [secret] }\n  b:\n    secure: [secret]\n",
    );
  });
});
