import assert from "node:assert/strict";
import { contentChangedAt } from "../../../release/check/referenced.ts";
import { missing } from "../../../release/check/references.ts";

const web = { name: "web", namespace: "shop" };
const reference = { kind: "Secret", name: "db", keys: ["url"] } as const;
const wanted = { ...reference, keys: [...reference.keys] };

describe("what is not there", () => {
  it("is the object, or its entry with a near miss", () => {
    const changedAt = new Date(0);
    assert.deepEqual(missing(web, wanted, undefined), ["web: there is no Secret db in namespace shop"]);
    assert.deepEqual(missing(web, wanted, { keys: ["uri"], changedAt }), [
      'web: Secret db in namespace shop has no entry "url"; did you mean "uri"?',
    ]);
    assert.deepEqual(missing(web, wanted, { keys: ["url"], changedAt }), []);
  });

  it("is not known of what we may not look at", () => {
    assert.deepEqual(missing(web, wanted, "unknown"), []);
  });
});

describe("the time of a change", () => {
  const creationTimestamp = new Date("2026-01-01T00:00:00Z");
  const entry = (time: string, fields: object) => ({ time: new Date(time), fieldsV1: fields });

  it("is when somebody last set an entry", () => {
    const managedFields = [
      entry("2026-01-02T00:00:00Z", { "f:data": {} }),
      entry("2026-01-03T00:00:00Z", { "f:data": {}, "f:metadata": {} }),
      entry("2026-01-04T00:00:00Z", { "f:metadata": {} }),
    ];
    const changed = contentChangedAt({ creationTimestamp, managedFields });
    assert.equal(changed.toISOString(), "2026-01-03T00:00:00.000Z");
  });

  it("is the object's making where nobody is known to have", () => {
    assert.deepEqual(contentChangedAt({ creationTimestamp }), creationTimestamp);
  });
});
