import assert from "node:assert/strict";
import { notifiedKinds, notifiedResults } from "../../../components/config/notify.ts";
import { releaseKinds, releaseResults } from "../../../records/record.ts";
import { errorsOf } from "../support.ts";

const services = { web: { template: "website", image: "localhost/web" } };
const current = { web: { version: "v1" } };
const errors = (notify: unknown, raw: object = {}) => errorsOf({ services, current, notify, ...raw });
const url = { env: "SLACK_URL" };

describe("releases:notify", () => {
  it("takes URLs and keys by where they are read from, and what to tell", () => {
    const all = { results: ["failed"], kinds: ["deploy"], services: ["web"] };
    const targets = [
      { kind: "slack", url, ...all },
      { kind: "cloudevents", url: { secret: "hook" }, signingKey: { secret: "hookKey" } },
    ];
    assert.deepEqual(errors(targets, { secretKeys: ["hook", "hookKey"], plainKeys: [] }), []);
  });

  it("never says a URL that stands in it: it holds a token", () => {
    assert.deepEqual(errors([{ kind: "slack", url: "https://hooks.example/T0K3N" }]), [
      "releases:notify[0].url: a value that is not shown, as it may be a secret, was given; allowed: an object with env, secret",
    ]);
  });

  it("names everything else that is wrong, each with its place", () => {
    const targets = [
      { kind: "mail", url },
      { kind: "slack", url: {} },
      { kind: "slack", url: { env: "A", secret: "b" } },
      { kind: "slack" },
      { kind: "slack", url, results: ["broken"], kinds: [], channel: "#ops" },
    ];
    assert.deepEqual(errors(targets), [
      'releases:notify[0].kind: "mail" was given; allowed: one of slack, cloudevents',
      "releases:notify[1].url: name one place to read it from: {env: VARIABLE} or {secret: KEY}",
      "releases:notify[2].url: name one place to read it from: {env: VARIABLE} or {secret: KEY}",
      "releases:notify[3].url: missing; allowed: an object with env, secret",
      'releases:notify[4].results[0]: "broken" was given; allowed: one of proposed, withdrawn, succeeded, rolled back, rollback failed, failed, cancelled, interrupted',
      "releases:notify[4].kinds: a list of 0 was given; allowed: a list of at least 1",
      "releases:notify[4].channel: unknown parameter; allowed: kind, kinds, results, services, signingKey, url",
    ]);
    assert.deepEqual(errors({ kind: "slack" }), ["releases:notify: an object with kind was given; allowed: a list"]);
  });

  it("names secrets that are none, services that are none, and a key that nothing is signed with", () => {
    const targets = [
      { kind: "slack", url: { secret: "plain" }, signingKey: { env: "KEY" } },
      { kind: "cloudevents", url, signingKey: { secret: "gone" }, services: ["wbe"] },
    ];
    assert.deepEqual(errors(targets, { secretKeys: [], plainKeys: ["plain"] }), [
      "releases:notify[0].url.secret: releases:plain is stored in plain text; store it with `release config set --secret plain`",
      "releases:notify[0].signingKey: goes with kind cloudevents; Slack knows its messages by their URL",
      'releases:notify[1].signingKey.secret: the stack has no secret "gone"; set it with `release config set --secret gone`',
      'releases:notify[1].services: no service is called "wbe"; did you mean "web"?',
    ]);
  });

  it("knows every result that ends a release, or a proposal, and every kind that releases", () => {
    assert.deepEqual(
      ["proposed", "withdrawn", ...releaseResults.filter((result) => result !== "running")].toSorted(),
      [...notifiedResults].toSorted(),
    );
    const others = ["adopt", "undo", "run", "setup", "destroy"];
    assert.deepEqual(releaseKinds.filter((kind) => !others.includes(kind)).toSorted(), [...notifiedKinds].toSorted());
  });
});
