import assert from "node:assert/strict";
import { countsText, oddsText, percent, short } from "../../canary/words.ts";

describe("the words of a canary's evidence", () => {
  it("give counts with their share, in digits that say something", () => {
    assert.equal(countsText({ bad: 38, all: 190 }), "38 of 190 (20 %)");
    assert.equal(countsText({ bad: 1, all: 1710 }), "1 of 1,710 (0.058 %)");
    assert.equal(countsText({ bad: 0, all: 0 }), "0 of 0 (0 %)");
    assert.equal(percent(1), "100 %");
    assert.deepEqual([0.0312, 1.234, 20, 1234.5, 0, -3].map(short), ["0.031", "1.23", "20", "1,235", "0", "-3"]);
  });

  it("give odds, without end neither above nor below", () => {
    assert.equal(oddsText(Math.log(12_345)), "odds 12,000 to 1 that it is worse");
    assert.equal(oddsText(Math.log(20.4)), "odds 20 to 1 that it is worse");
    assert.equal(oddsText(2000), "odds above 1,000,000 to 1 that it is worse");
  });
});
