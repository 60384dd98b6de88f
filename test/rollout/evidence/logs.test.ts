import assert from "node:assert/strict";
import fc from "fast-check";
import { tail } from "../../../rollout/evidence/logs.ts";

describe("the end of a log", () => {
  it("is the last lines, and says that there were more", () => {
    assert.deepEqual(tail("a\nb\nc\n", { maxLines: 2, maxBytes: 100 }), { lines: ["b", "c"], cut: true });
    assert.deepEqual(tail("a\nb\n", { maxLines: 2, maxBytes: 100 }), { lines: ["a", "b"], cut: false });
  });

  it("is nothing of nothing", () => {
    assert.deepEqual(tail("", { maxLines: 2, maxBytes: 100 }), { lines: [], cut: false });
  });

  it("shortens a last line that is too long on its own", () => {
    assert.deepEqual(tail("short\nabcdefgh", { maxLines: 9, maxBytes: 4 }), { lines: ["abcd"], cut: true });
  });

  it("is never longer than allowed", () => {
    const bounds = fc.record({ maxLines: fc.integer({ min: 1, max: 5 }), maxBytes: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", "\n", "x") }), bounds, (text, { maxLines, maxBytes }) => {
        const { lines } = tail(text, { maxLines, maxBytes });
        assert.ok(lines.length <= maxLines);
        assert.ok(Buffer.byteLength(lines.join("\n")) <= maxBytes);
      }),
    );
  });
});
