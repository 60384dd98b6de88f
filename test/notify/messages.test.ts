import assert from "node:assert/strict";
import { cloudEvent } from "../../notify/cloudEvent.ts";
import { slackMessage } from "../../notify/slack.ts";
import { change, record } from "../release/builders.ts";

const failed = record(1, {
  result: "rolled back",
  user: "ada@example.com",
  description: "<!channel> & more",
  reason: "web crashes",
  failed: ["website"],
  cause: {
    code: "CrashLoop",
    message: "container web of pod web-1 exits with code 3",
    object: { kind: "Pod", namespace: "staging", name: "web-1" },
    command: "kubectl logs -n staging web-1",
  },
  git: { commit: "0123456789ab", branch: "main", dirty: 0, behind: 0, ahead: 0 },
});
const restore = record(2, { kind: "restore", of: failed.id, changes: [change("website", "v2", "v1")] });

describe("the message for Slack", () => {
  it("has result, cause, what serves, who, why, the commit and where more is; nobody is called by what somebody wrote", () => {
    assert.equal(
      slackMessage({ record: failed, restore }).text,
      `✖ *deploy website v1 → v2* in staging: *rolled back* after 60 s
cause: container web of pod web-1 exits with code 3
serves again: website v1
who: ada@desk (ada@example.com)
why: &lt;!channel&gt; &amp; more
commit: 0123456789ab on main
more: \`release show ${failed.id} --stack staging\``,
    );
  });

  it("is short where all is well, and says what is not restored", () => {
    assert.equal(
      slackMessage({ record: record(1) }).text,
      `✔ *deploy website v1 → v2* in staging: *succeeded* after 60 s
who: ada@desk
more: \`release show ${record(1).id} --stack staging\``,
    );
    const worse = {
      record: { ...failed, result: "rollback failed" as const },
      restore: { ...restore, result: "failed" as const },
    };
    assert.match(slackMessage(worse).text, /^✖✖ .*\*rollback failed\*.*\ncause: .*\nNOT restored: website v1\n/);
  });

  it("says who approved it, or loudly that it was an emergency", () => {
    const approval = { from: "sre", count: 1 };
    const by = ["ben", "bea"].map((user) => ({ user, group: "sre", at: "2026-11-29T05:10:00.000Z" }));
    const text = (more: object) => slackMessage({ record: record(1, { approval: { ...approval, ...more } }) }).text;
    assert.match(text({ by }), /\nwho: ada@desk\napproved by: ben, bea\nmore: /);
    assert.match(text({ emergency: "the shop is down" }), /\nEMERGENCY, approved by nobody: the shop is down\nmore: /);
  });

  it("cuts what an API server says at length", () => {
    const { text } = slackMessage({ record: record(1, { reason: "x".repeat(5000) }) });
    assert.ok(text.includes(`cause: ${"x".repeat(600)}…\n`));
  });
});

describe("the event", () => {
  it("has who approved it, or why nobody was waited for", () => {
    const approval = { from: "sre", count: 1, emergency: "the shop is down" };
    assert.deepEqual(cloudEvent({ record: record(1, { approval }) }).data.approval, approval);
  });

  it("is CloudEvents 1.0: who, what, why, from what to what, and the evidence's place", () => {
    assert.deepEqual(cloudEvent({ record: failed, restore }), {
      specversion: "1.0",
      id: `${failed.id}-rolled-back-${restore.id}-succeeded`,
      source: "/service-releases/releases/staging",
      type: "service-releases.release.rolled-back",
      time: failed.endedAt,
      datacontenttype: "application/json",
      data: {
        ...{ id: failed.id, project: "releases", stack: "staging", kind: "deploy", result: "rolled back" },
        ...{ operator: "ada@desk", user: "ada@example.com", description: "<!channel> & more", git: failed.git },
        ...{ startedAt: failed.startedAt, endedAt: failed.endedAt, reason: "web crashes", failed: ["website"] },
        cause: {
          code: "CrashLoop",
          message: "container web of pod web-1 exits with code 3",
          command: "kubectl logs -n staging web-1",
        },
        services: [{ service: "website", namespace: "staging", from: "v1", to: "v2" }],
        restore: {
          ...{ id: restore.id, project: "releases", stack: "staging", kind: "restore", result: "succeeded" },
          ...{ operator: "ada@desk", startedAt: restore.startedAt, endedAt: restore.endedAt },
          services: [{ service: "website", namespace: "staging", from: "v2", to: "v1" }],
        },
        evidence: `release show ${failed.id} --stack staging`,
      },
    });
  });

  it("has another id and type for another end, a new service has no from, a removed one no to", () => {
    const changes = [change("docs", undefined, "v1"), { ...change("jp", "v1", "v1"), removed: true as const }];
    const event = cloudEvent({ record: record(1, { changes }) });
    assert.deepEqual([event.id, event.type], [`${record(1).id}-succeeded`, "service-releases.release.succeeded"]);
    assert.deepEqual(event.data.services, [
      { service: "docs", namespace: "staging", to: "v1" },
      { service: "jp", namespace: "staging", from: "v1", removed: true },
    ]);
  });

  it("has another id once its way back is known: a receiver that drops what it has seen would drop that", () => {
    const cutOff = record(1, { result: "interrupted" });
    const ids = [
      { record: cutOff },
      { record: cutOff, restore },
      { record: cutOff, restore: { ...restore, result: "failed" as const } },
    ].map((told) => cloudEvent(told).id);
    assert.deepEqual(ids, [
      `${cutOff.id}-interrupted`,
      `${cutOff.id}-interrupted-${restore.id}-succeeded`,
      `${cutOff.id}-interrupted-${restore.id}-failed`,
    ]);
  });

  it("has neither parameters nor secrets in it", () => {
    const [parts] = record(1).changes;
    const after = { ...parts!.after, basic: { env: { A: "in-env" } }, secrets: { password: "v1:cipher" } };
    const told = { record: record(1, { changes: [{ ...parts!, after }] }) };
    for (const text of [JSON.stringify(cloudEvent(told)), slackMessage(told).text]) {
      assert.doesNotMatch(text, /in-env|v1:cipher|password/);
    }
  });
});
