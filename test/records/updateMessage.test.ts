import assert from "node:assert/strict";
import fc from "fast-check";
import { parseMessage, updateMessage } from "../../records/updateMessage.ts";
import { change, record } from "../release/builders.ts";

describe("the update message in Pulumi's history", () => {
  it("tells the story in a subject line and git-style trailers", () => {
    const message = updateMessage(
      record(1, {
        description: "new navigation",
        git: { commit: "0123456789ab", branch: "main", dirty: 1, behind: 0, ahead: 0 },
        changes: [change("website", "v1", "v2"), change("docs", undefined, "v7")],
      }),
    );
    assert.equal(
      message,
      `deploy website v1 → v2, docs v7

new navigation

Release-Id: 20261122-010001-abcd
Release-Kind: deploy
Release-Operator: ada@desk
Release-Services: website docs
Release-Commit: 0123456789ab (dirty)`,
    );
  });

  it("names who approved it, or why nobody was waited for", () => {
    const by = ["ben", "bea"].map((user) => ({ user, group: "sre", at: "2026-11-29T05:10:00.000Z" }));
    const approved = record(1, { approval: { from: "sre", count: 2, by } });
    assert.match(updateMessage(approved), /\nRelease-Services: website\nRelease-Approved-By: ben bea$/);
    const emergency = record(1, { approval: { from: "sre", count: 2, emergency: "the shop\nis down" } });
    assert.match(updateMessage(emergency), /\nRelease-Emergency: the shop is down$/);
  });

  it("reads its own trailers back, whatever the description says", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("deploy", "rollback", "restart"), (description, kind) => {
        const { trailers } = parseMessage(updateMessage(record(2, { description, kind, of: "20261121-000000-wxyz" })));
        assert.deepEqual(trailers, {
          id: "20261122-010002-abcd",
          kind,
          operator: "ada@desk",
          of: "20261121-000000-wxyz",
          services: ["website"],
        });
      }),
    );
  });

  it("finds nothing in a message of somebody else's", () => {
    assert.deepEqual(parseMessage("fix typo\n\nSigned-off-by: x"), { subject: "fix typo", trailers: {} });
    assert.deepEqual(parseMessage(""), { subject: "", trailers: {} });
  });
});
