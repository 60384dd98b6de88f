import assert from "node:assert/strict";
import type { NotifyTarget } from "../../components/config/notify.ts";
import { isWanted, together } from "../../notify/told.ts";
import { slackMessage } from "../../notify/slack.ts";
import { change, record } from "../release/builders.ts";

describe("who is told", () => {
  const wants = (parts: Partial<NotifyTarget>) =>
    isWanted({ kind: "slack", url: { env: "URL" }, ...parts }, { record: record(1, { result: "rolled back" }) });

  it("is whoever asked for the result, the kind and a service of it; of everything where nothing is said", () => {
    assert.equal(wants({}), true);
    assert.equal(wants({ results: ["failed", "rolled back"], kinds: ["deploy"], services: ["docs", "website"] }), true);
    assert.equal(wants({ results: ["failed"] }), false);
    assert.equal(wants({ kinds: ["rollback"] }), false);
    assert.equal(wants({ services: ["docs"] }), false);
  });
});

describe("who is told of a release with its way back", () => {
  const killed = record(1, { result: "interrupted" });
  const asks = (result: "succeeded" | "failed", parts: Partial<NotifyTarget>) => {
    const restore = record(2, { kind: "restore", of: killed.id, result });
    return isWanted({ kind: "slack", url: { env: "URL" }, ...parts }, { record: killed, restore });
  };

  it("is also whoever asked for failures, where the way back has failed, by the filter that the docs give", () => {
    const results: NotifyTarget["results"] = ["rolled back", "rollback failed", "failed"];
    assert.equal(asks("failed", { results }), true);
    assert.equal(asks("failed", { results, kinds: ["deploy"] }), true);
    assert.equal(asks("succeeded", { results }), false);
  });

  it("is whoever asked for restores; a way back that worked is no success of what it takes back", () => {
    assert.equal(asks("succeeded", { kinds: ["restore"] }), true);
    assert.equal(asks("succeeded", { kinds: ["restore"], results: ["succeeded"] }), true);
    assert.equal(asks("succeeded", { kinds: ["rollback"] }), false);
    assert.equal(asks("succeeded", { results: ["succeeded"] }), false);
  });
});

describe("what is told", () => {
  const killed = record(1, { result: "interrupted" });
  const restore = record(2, { kind: "restore", of: killed.id, changes: [change("website", "v2", "v1")] });

  it("is one message a release: its restore goes with it, whoever saw its end", () => {
    assert.deepEqual(together([{ record: killed }, { record: restore }]), [{ record: killed, restore }]);
    assert.deepEqual(together([{ record: killed, restore }]), [{ record: killed, restore }]);
    assert.deepEqual(together([{ record: restore }]), [{ record: restore }]);
  });

  it("is the way back that arrived, where an earlier one was cut off: one message, with the last of them", () => {
    const cutOff = { ...restore, result: "interrupted" as const };
    const again = record(3, { kind: "restore", of: cutOff.id, changes: restore.changes });
    const told = together([{ record: killed }, { record: cutOff }, { record: again }]);
    assert.deepEqual(told, [{ record: killed, restore: again }]);
    assert.match(slackMessage(told[0]!).text, /\nserves again: website v1\n/);
    assert.deepEqual(together([{ record: killed, restore: cutOff }, { record: again }]), told);
  });

  it("is the last end of one that came to two", () => {
    const finished = { ...killed, result: "succeeded" as const };
    assert.deepEqual(together([{ record: killed }, { record: record(3) }, { record: finished }]), [
      { record: finished },
      { record: record(3) },
    ]);
  });
});
