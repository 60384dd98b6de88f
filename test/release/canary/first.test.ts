import assert from "node:assert/strict";
import { firstOfWalk } from "../../../release/canary/first.ts";
import { wantedCanary } from "../../../release/verbs/canary.ts";
import { useStacks } from "./stacks.ts";

const basic =
  "template: website, image: localhost/web, owner: tests, replicas: 3, canary: { steps: [{ weight: 25, pause: 1m }] }";

describe("the preview of a canary", () => {
  const stacks = useStacks();

  function preview(version: string, current: string, supersede = false) {
    const of = stacks(current, basic);
    return firstOfWalk(wantedCanary([`web=${version}`], of, supersede), of);
  }

  const first = { service: "web", release: { version: "v1", canary: { version: "v2", weight: 25, step: 1 } } };

  it("is its first step, beside what serves, with all of them told", () => {
    assert.deepEqual(preview("v2", "version: v1"), {
      outline: ["web v2 by replicas: 25 % (1 pod more) for 1m, then everybody"],
      edits: [first],
    });
  });

  it("is the next step where it stands, and its promotion after the last one", () => {
    assert.deepEqual(preview("v2", "version: v1, canary: { version: v2, weight: 25, step: 1 }").edits, [
      { service: "web", release: { version: "v2" } },
    ]);
  });

  it("is the first step too where another version's canary is superseded", () => {
    assert.deepEqual(preview("v2", "version: v1, canary: { version: v9, weight: 25, step: 1 }", true).edits, [first]);
  });
});
