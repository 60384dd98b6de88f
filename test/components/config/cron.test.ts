import assert from "node:assert/strict";
import { isSchedule } from "../../../components/config/cron.ts";

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
      ...["@daily", "* * * *", "0 * * * * *", "", "L * * * *", "TZ=UTC 0 4 * * *", "a b c d e"],
    ];
    assert.deepEqual(wrong.filter(isSchedule), []);
  });
});
