import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { formatSeconds, table } from "../../../cli/renderers/units.ts";

describe("units on screen", () => {
  for (const [seconds, text] of [
    [0.04, "0.0 s"],
    [9.94, "9.9 s"],
    [9.96, "10 s"],
    [59.6, "1 min"],
    [125, "2 min 5 s"],
    [3600, "1 h"],
    [3780, "1 h 3 min"],
  ] as const) {
    it(`${seconds} s reads "${text}"`, () => {
      assert.equal(formatSeconds(seconds), text);
    });
  }

  it("lines up a table's columns by what is visible", () => {
    const rows = [
      ["A", "LONG"],
      ["\u001b[2mbbb\u001b[22m", "c"],
    ];
    assert.deepEqual(
      table(rows, (text) => stripVTControlCharacters(text).length),
      ["A    LONG", "\u001b[2mbbb\u001b[22m  c"],
    );
  });
});
