import assert from "node:assert/strict";
import fc from "fast-check";
import { sseParser } from "../../../../console/page/wire/sseParser.ts";

const stream =
  ": hello\n\nid: 7\ndata: one\n\nevent: end\ndata: two\ndata: lines\n\n: beat\n\ndata:tight\n\nid\ndata\n\ndata: unfinished";

const events = [
  { id: "7", type: "message", data: "one" },
  { id: "7", type: "end", data: "two\nlines" },
  { id: "7", type: "message", data: "tight" },
  { id: "", type: "message", data: "" },
];

describe("a stream of events", () => {
  it("is read as the standard says, comments passed over, what is not whole kept back", () => {
    assert.deepEqual(sseParser()(stream), events);
  });

  it("is the same in whatever pieces and with whichever line ends it comes", () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(pieces, fc.constantFrom("\n", "\r\n", "\r"), (sizes, end) => {
        const text = stream.replaceAll("\n", end);
        const parse = sseParser();
        const found = [];
        for (let at = 0, turn = 0; at < text.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          found.push(...parse(text.slice(at, at + size)));
          at += size;
        }
        assert.deepEqual(found, events);
      }),
    );
  });
});
