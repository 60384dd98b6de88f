import assert from "node:assert/strict";
import fc from "fast-check";
import { weeksOf } from "../../figures/weeks.ts";

const day = 86_400_000;

describe("the weeks of a period", () => {
  it("begin on Monday, are named as ISO 8601 names them, and are cut to the period", () => {
    const from = Date.parse("2026-12-30T12:00:00Z");
    const until = Date.parse("2027-01-05T00:00:00Z");
    const told = weeksOf({ from, until }).map(({ name, period }) => [name, new Date(period.from).toISOString()]);
    assert.deepEqual(told, [
      ["2026-W53", "2026-12-30T12:00:00.000Z"],
      ["2027-W01", "2027-01-04T00:00:00.000Z"],
    ]);
  });

  it("leave no moment out and have none twice", () => {
    const time = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 800 * day }), (from, length) => {
        const weeks = weeksOf({ from, until: from + length });
        assert.equal(weeks[0]?.period.from, from);
        assert.equal(weeks.at(-1)?.period.until, from + length);
        weeks.slice(1).forEach((week, index) => {
          assert.equal(week.period.from, weeks[index]?.period.until);
          assert.equal(new Date(week.period.from).getUTCDay(), 1);
        });
        assert.equal(new Set(weeks.map(({ name }) => name)).size, weeks.length);
      }),
    );
  });
});
