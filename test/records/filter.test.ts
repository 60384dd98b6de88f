import assert from "node:assert/strict";
import { filterRecords } from "../../records/filter.ts";
import { change, record } from "../release/builders.ts";

describe("filtering the history", () => {
  const records = [
    record(3, { operator: "Bob@build", user: "robert@example.com", result: "rolled back" }),
    record(2, { changes: [change("docs", "v1", "v2")], kind: "restart" }),
    record(1),
  ];
  const ids = (filter: Parameters<typeof filterRecords>[1]) =>
    filterRecords(records, filter).map(({ id }) => id.slice(13, 15));

  it("keeps what fits all that is named", () => {
    assert.deepEqual(ids({}), ["03", "02", "01"]);
    assert.deepEqual(ids({ service: "docs" }), ["02"]);
    assert.deepEqual(ids({ operator: "bob" }), ["03"]);
    assert.deepEqual(ids({ operator: "robert" }), ["03"]);
    assert.deepEqual(ids({ result: "rolled back", service: "docs" }), []);
    assert.deepEqual(ids({ kind: "restart" }), ["02"]);
    assert.deepEqual(ids({ since: new Date("2026-11-22T01:00:02Z") }), ["03", "02"]);
    assert.deepEqual(ids({ until: new Date("2026-11-22T01:00:02Z") }), ["02", "01"]);
  });
});
