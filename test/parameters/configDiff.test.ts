import assert from "node:assert/strict";
import { configChanges } from "../../parameters/configDiff.ts";

const web = "template: website\nimage: localhost/web\nowner: web-team\nreplicas: 2\n";
const stack = (current: string, more = "") => `config:\n  releases:current: { ${current} }\n${more}`;

/** A project of two stacks, with what a change makes of it. */
function files(services: Record<string, string>, staging: string, prod: string) {
  return {
    services: new Map(Object.entries(services)),
    stacks: new Map(Object.entries({ staging, prod })),
  };
}

const before = files({ "web.yaml": web }, stack("web: { version: v1 }"), stack("web: { version: v1 }"));

describe("which parameters a change is of", () => {
  it("is told for each stack and service, with whose it is", () => {
    const after = files(
      { "web.yaml": `${web}stacks: { prod: { replicas: 5 } }\n` },
      stack("web: { version: v2 }", "  releases:groups: { all: [web] }\n"),
      stack("web: { version: v1 }"),
    );
    const common = { service: "web", owner: "web-team", change: "changed" };
    assert.deepEqual(configChanges(before, after), [
      { kind: "basic", stack: "prod", ...common, fields: [{ path: "replicas", before: "2", after: "5" }] },
      { kind: "release", stack: "staging", ...common, fields: [{ path: "version", before: "v1", after: "v2" }] },
      { kind: "stack", stack: "staging", change: "changed", fields: [{ path: "releases:groups" }] },
    ]);
  });

  it("is basic where a stack's file goes before a service's, and none where parameters only change their file", () => {
    const over = "  releases:services: { web: { replicas: 1 } }\n";
    const after = files({ "web.yaml": web }, stack("web: { version: v1 }"), stack("web: { version: v1 }", over));
    assert.deepEqual(
      configChanges(before, after).map(({ kind, stack: in_, fields }) => [kind, in_, fields]),
      [["basic", "prod", [{ path: "replicas", before: "2", after: "1" }]]],
    );
    const whole =
      "  releases:services: { web: { template: website, image: localhost/web, owner: web-team, replicas: 2 } }\n";
    const moved = stack("web: { version: v1 }", whole);
    assert.deepEqual(configChanges(files({}, moved, moved), before), []);
  });

  it("names the owner of before: nobody makes a service theirs unasked", () => {
    const after = files(
      { "web.yaml": web.replace("web-team", "others") },
      stack("web: { version: v1 }"),
      stack("web: { version: v1 }"),
    );
    assert.deepEqual(
      configChanges(before, after).map(({ owner, fields }) => [owner, fields[0]?.after]),
      [
        ["web-team", "others"],
        ["web-team", "others"],
      ],
    );
  });

  it("tells services that come and go, and one that no stack has yet", () => {
    const after = files({ "docs.yaml": web }, stack(""), stack("web: { version: v1 }"));
    const told = configChanges(files({ "web.yaml": web }, stack("web: { version: v1 }"), stack("")), after);
    assert.deepEqual(
      told.map(({ kind, stack: in_, service, change }) => [kind, in_, service, change]),
      [
        ["release", "prod", "web", "added"],
        ["basic", "staging", "web", "removed"],
        ["release", "staging", "web", "removed"],
        ["basic", undefined, "docs", "added"],
      ],
    );
  });

  it("shows no value of a stack's own keys, which may be secret", () => {
    const secret = (text: string) => stack("web: { version: v1 }", `  releases:key: { secure: ${text} }\n`);
    const told = configChanges(
      files({ "web.yaml": web }, secret("v1:a"), secret("v1:a")),
      files({ "web.yaml": web }, secret("v1:b"), secret("v1:a")),
    );
    assert.deepEqual(told, [
      { kind: "stack", stack: "staging", change: "changed", fields: [{ path: "releases:key" }] },
    ]);
  });
});
