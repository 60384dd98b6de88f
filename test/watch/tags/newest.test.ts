import assert from "node:assert/strict";
import fc from "fast-check";
import { compareNatural, newestTag } from "../../../watch/tags/newest.ts";

describe("the newest tag", () => {
  it("is the highest of a range, prereleases left out", () => {
    const tags = ["1.4.0", "1.10.0", "1.9.9", "2.0.0", "1.11.0-rc.1", "latest", "sha-abc"];
    assert.equal(newestTag({ semver: "^1.4" }, tags, "1.4.0"), "1.10.0");
    assert.equal(newestTag({ semver: ">=2" }, tags, "1.4.0"), "2.0.0");
    assert.equal(newestTag({ semver: "^3" }, tags, "1.4.0"), undefined);
  });

  it("may begin with a v", () => {
    assert.equal(newestTag({ semver: "^1" }, ["v1.2.0", "v1.10.0"], "v1.2.0"), "v1.10.0");
  });

  it("is the one whose group comes last, numbers as numbers", () => {
    const pattern = String.raw`main-(\d+)-[0-9a-f]{7}`;
    const tags = ["main-9-0a1b2c3", "main-10-0000000", "main-11-short", "pr-99-0a1b2c3"];
    assert.equal(newestTag({ pattern }, tags, "main-9-0a1b2c3"), "main-10-0000000");
  });

  it("is none where the service is there already, or further on than the registry is", () => {
    assert.equal(newestTag({ semver: "^1" }, ["1.2.0"], "1.2.0"), undefined);
    assert.equal(newestTag({ semver: "^1" }, ["1.2.0"], "1.3.0"), undefined);
    assert.equal(newestTag({ semver: "^1" }, ["1.2.0"], "2.0.0"), undefined);
    assert.equal(newestTag({ pattern: String.raw`b-(\d+)` }, ["b-7"], "b-8"), undefined);
  });

  it("leaves the one that is there among equals", () => {
    assert.equal(newestTag({ semver: "^1" }, ["1.2.0", "v1.2.0"], "v1.2.0"), undefined);
    assert.equal(newestTag({ pattern: String.raw`b-(\d+)-.*` }, ["b-7-x", "b-7-y"], "b-7-x"), undefined);
  });

  it("takes a pattern for a whole tag", () => {
    assert.equal(newestTag({ pattern: String.raw`v\d+` }, ["v2", "xv3", "v4-rc"], "v1"), "v2");
  });

  it("does not hang on the order in which a registry lists", () => {
    const tag = fc.oneof(fc.constantFrom("1.0.0", "1.2.3", "v1.4.0", "1.4.0", "2.0.0", "b-7", "b-10"), fc.string());
    const rule = fc.constantFrom({ semver: "^1" }, { pattern: String.raw`b-(\d+)` }, { pattern: ".*" });
    const moved = (rule_: { semver?: string; pattern?: string }, tags: string[], current: string) => {
      const next = newestTag(rule_, tags, current);
      return next === undefined ? undefined : newestTag(rule_, tags, next);
    };
    fc.assert(
      fc.property(rule, fc.array(tag), tag, (given, tags, current) => {
        // Once there, it stays.
        assert.equal(moved(given, tags, current), undefined);
        assert.equal(moved(given, [...tags].reverse(), current), undefined);
      }),
    );
  });
});

describe("the natural order", () => {
  it("is one", () => {
    const text = fc.stringMatching(/^[a-c0-3]{0,6}$/);
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        assert.equal(Math.sign(compareNatural(a, b)) + Math.sign(compareNatural(b, a)), 0);
        if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) assert.ok(compareNatural(a, c) <= 0);
      }),
    );
  });

  it("tells numbers of any length", () => {
    assert.ok(compareNatural("20261128174846123456", "20261128174846123457") < 0);
    assert.ok(compareNatural("9", "10") < 0);
    assert.ok(compareNatural("a007", "a8") < 0);
  });
});
