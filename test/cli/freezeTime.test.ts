import assert from "node:assert/strict";
import { timeUntil } from "../../cli/freezeTime.ts";
import { problemOf } from "../problemOf.ts";

const now = new Date("2026-11-28T18:40:00Z");

describe("the end of a freeze", () => {
  for (const [text, time] of [
    ["90m", "2026-11-28T20:10:00.000Z"],
    ["4h", "2026-11-28T22:40:00.000Z"],
    ["3d", "2026-12-01T18:40:00.000Z"],
    ["2026-12-01", "2026-12-01T00:00:00.000Z"],
    ["2026-12-01 08:00", "2026-12-01T08:00:00.000Z"],
    ["2026-12-01T08:00:30Z", "2026-12-01T08:00:30.000Z"],
    ["2026-12-01T08:00+01:00", "2026-12-01T07:00:00.000Z"],
  ] as const) {
    it(`${text} is ${time}`, () => {
      assert.equal(timeUntil(text, now).toISOString(), time);
    });
  }

  for (const text of ["", "tomorrow", "8:00", "4", "2026-13-01", "2026-12-01T08:00+1"]) {
    it(`"${text}" is none`, () => {
      const { code, message } = problemOf(() => timeUntil(text, now));
      assert.deepEqual([code, message], ["FREEZE_TIME_MALFORMED", `--until "${text}" is no time`]);
    });
  }

  it("lies ahead", () => {
    const { code, message } = problemOf(() => timeUntil("2026-11-28", now));
    assert.deepEqual(
      [code, message],
      ["FREEZE_TIME_PAST", "--until 2026-11-28T00:00:00Z is over: now it is 2026-11-28T18:40:00Z"],
    );
  });
});
