import assert from "node:assert/strict";
import { isSchedule, nextTime } from "../../../components/config/cron.ts";

describe("isSchedule", () => {
  it("takes what Kubernetes takes", () => {
    const right = [
      "0 4 * * *",
      "*/15 0-6,22,23 1-31/2 JAN-mar,12 mon-FRI",
      "  59  23 31 12 6 ",
      "0 0 ? * ?",
      "5/10 * * * *",
    ];
    assert.deepEqual(
      right.filter((schedule) => !isSchedule(schedule)),
      [],
    );
  });

  it("refuses values out of range, ranges backwards, steps of nothing, and what other crons know besides", () => {
    const wrong = [
      ...["60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *", "* * * 0 *", "* * * * 7"],
      ...["5-1 * * * *", "*/0 * * * *", "1-2-3 * * * *", "1/2/3 * * * *", "-1 * * * *", "1, * * * *", "* * * MON *"],
      ...["1- * * * *", "@daily", "* * * *", "0 * * * * *", "", "L * * * *", "TZ=UTC 0 4 * * *", "a b c d e"],
    ];
    assert.deepEqual(wrong.filter(isSchedule), []);
  });
});

describe("nextTime", () => {
  for (const [what, schedule, timeZone, after, next] of [
    ["is after the moment, never at it", "0 4 * * *", "Etc/UTC", "2026-11-22T04:00:00Z", "2026-11-23T04:00:00.000Z"],
    ["goes by the clocks of its zone", "0 4 * * 1-5", "Asia/Tokyo", "2026-11-27T20:00:00Z", "2026-11-29T19:00:00.000Z"],
    [
      "knows zones of odd minutes",
      "*/15 * * * *",
      "Asia/Kathmandu",
      "2026-11-01T00:01:00Z",
      "2026-11-01T00:15:00.000Z",
    ],
    [
      "takes steps from where they begin",
      "5/20 * * * *",
      "Etc/UTC",
      "2026-11-01T00:26:00Z",
      "2026-11-01T00:45:00.000Z",
    ],
    [
      "takes either day where both are named",
      "0 12 13 * 5",
      "Etc/UTC",
      "2026-11-01T00:00:00Z",
      "2026-11-06T12:00:00.000Z",
    ],
    ["takes both where one is left open", "0 12 * * 5", "Etc/UTC", "2026-11-01T00:00:00Z", "2026-11-06T12:00:00.000Z"],
    ["finds the last day of February", "0 0 29 2 *", "Etc/UTC", "2025-01-01T00:00:00Z", "2028-02-29T00:00:00.000Z"],
    [
      "leaves out an hour that the clocks leave out",
      ...["30 2 * * *", "Europe/Berlin", "2026-03-28T20:00:00Z", "2026-03-30T00:30:00.000Z"],
    ],
  ] as [string, string, string, string, string][]) {
    it(what, () => {
      assert.equal(nextTime(schedule, timeZone, new Date(after))?.toISOString(), next);
    });
  }

  it("is none for a day that never comes", () => {
    assert.equal(nextTime("0 0 30 2 *", "Etc/UTC", new Date("2026-01-01T00:00:00Z")), undefined);
  });
});
