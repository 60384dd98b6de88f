import assert from "node:assert/strict";
import fc from "fast-check";
import { sanitize } from "../../../rollout/evidence/sanitize.ts";

describe("sanitize", () => {
  const cases: [what: string, text: string, expected: string][] = [
    ["colours", "\u001b[1;31mred\u001b[0m", "red"],
    ["cursor moves and clears", "a\u001b[2J\u001b[1;1Hb", "ab"],
    ["a window title", "\u001b]0;owned\u0007x", "x"],
    ["a link", "\u001b]8;;https://example.org\u001b\\text\u001b]8;;\u001b\\", "text"],
    ["8-bit sequences", "\u009b31mx", "x"],
    ["an escape that never ends", "x\u001b]0;rest of the text", "x"],
    ["a lone escape", "x\u001b", "x"],
    ["bells and backspaces", "a\u0007b\u0008c", "abc"],
    ["marks that turn text round", "a\u202eb\u2066c", "abc"],
    ["nothing of tabs, newlines and letters", "\tgrüße 你好\n", "\tgrüße 你好\n"],
    ["carriage returns, as newlines", "50%\r100%\r\ndone", "50%\n100%\ndone"],
  ];
  for (const [what, text, expected] of cases) {
    it(`takes out ${what}`, () => {
      assert.equal(sanitize(text), expected);
    });
  }

  it("leaves no control character but tab and newline, and changes nothing the second time", () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.constantFrom("\u001b", "[", "]", "\u009b", "\u0007", "m", "0", ";", "\r"),
        fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      ),
    });
    fc.assert(
      fc.property(nasty, (text) => {
        const clean = sanitize(text);
        // eslint-disable-next-line no-control-regex -- what must not be left
        assert.doesNotMatch(clean, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        assert.equal(sanitize(clean), clean);
      }),
    );
  });
});
