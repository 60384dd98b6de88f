import assert from "node:assert/strict";
import { errorsOf } from "../support.ts";

function errors(follow: unknown, image = "registry.example/team/web"): string[] {
  const services = { a: { template: "website", image, owner: "t", follow } };
  return errorsOf({ services, current: { a: { version: "v1" } } }).map((line) =>
    line.replace("releases:services.a.", ""),
  );
}

describe("what a service follows", () => {
  it("is one of a range, a pattern and a tag that moves", () => {
    for (const follow of [{ semver: "^1.4" }, { pattern: String.raw`main-(\d+)` }, { digestOf: "main" }])
      assert.deepEqual(errors(follow), []);
    for (const follow of [{}, { semver: "^1", digestOf: "main" }])
      assert.deepEqual(errors(follow), ["follow: say one of semver, pattern and digestOf"]);
  });

  it("can be read", () => {
    assert.deepEqual(errors({ semver: "newest" }), [
      'follow.semver: "newest" was given; allowed: a range of semantic versions like "^1.4" or ">=2.0.0 <3"',
    ]);
    assert.deepEqual(errors({ pattern: "main-(" }), [
      String.raw`follow.pattern: "main-(" was given; allowed: a regular expression like "main-(\d+)-[0-9a-f]+"`,
    ]);
    assert.deepEqual(errors({ digestOf: "a tag" }), ['follow.digestOf: "a tag" was given; allowed: a tag']);
  });

  it("is asked of the registry that the image names", () => {
    assert.deepEqual(errors({ semver: "^1" }, "localhost:5000/web"), []);
    assert.deepEqual(errors({ semver: "^1" }, "team/web"), [
      "follow: the image team/web names no registry to ask for tags; write its host before it: image: registry.example/team/web",
    ]);
  });
});
