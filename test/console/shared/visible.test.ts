import assert from "node:assert/strict";
import fc from "fast-check";
import { allVisible, visible } from "../../../console/shared/visible.ts";

/** Line feeds and tabs alone stay as they are. */
const hidden = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff\u2028\u2029]/u;

describe("text that others wrote", () => {
  it("has its terminal codes and changes of direction as symbols", () => {
    assert.equal(visible("\u001b[31mred\u001b[0m"), "␛[31mred␛[0m");
    assert.equal(visible("v1\u202e2v"), "v1⟨U+202E⟩2v");
    assert.equal(visible("pass\u200bword\u00ad"), "pass⟨U+200B⟩word⟨U+00AD⟩");
    assert.equal(visible("a\u{e0041}b"), "a⟨U+E0041⟩b");
    assert.equal(visible("\u007f\u0085\r"), "␡⟨U+0085⟩␍");
  });

  it("keeps lines, tabs, letters of every script and emoji", () => {
    const text = "ein\tWort\nשלום 日本語 ⚠️ 👩‍💻";
    assert.equal(visible(text), text);
    assert.equal(visible("one\r\ntwo"), "one\ntwo");
  });

  it("hides nothing any more, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.equal(hidden.test(visible(text)), false);
        assert.equal(visible(visible(text)), visible(text));
      }),
    );
  });

  it("is found in every place of an answer, names of members too", () => {
    assert.deepEqual(allVisible({ "a\u202e": ["\u0000", { b: "\u001b" }], c: 1, d: null, e: true }), {
      "a⟨U+202E⟩": ["␀", { b: "␛" }],
      ...{ c: 1, d: null, e: true },
    });
  });

  it("cannot become the prototype of an answer", () => {
    const answer = allVisible(JSON.parse('{"__proto__": {"admin": true}}')) as { admin?: boolean };
    assert.equal(answer.admin, undefined);
  });
});
