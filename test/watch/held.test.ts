import assert from "node:assert/strict";
import { heldBack, parseQuietTime, parseRate } from "../../watch/held.ts";

const now = new Date("2026-11-28T12:00:00Z");
const at = (startedAt: string) => ({ startedAt: `2026-11-28T${startedAt}Z` });

describe("what holds releases back", () => {
  it("is a quiet time, by the clocks of its zone", () => {
    const quiet = [parseQuietTime("sat 12:30-14:00 Europe/Berlin")];
    assert.equal(heldBack({ quiet }, [], now), "quiet until 14:00 Europe/Berlin");
    assert.equal(heldBack({ quiet }, [], new Date("2026-11-28T13:00:00Z")), undefined);
  });

  it("is too many releases in a time, until the oldest of them is long enough ago", () => {
    const rate = parseRate("2/1h");
    assert.equal(heldBack({ quiet: [], rate }, [at("11:50:00"), at("10:59:59")], now), undefined);
    assert.equal(
      heldBack({ quiet: [], rate }, [at("11:50:00"), at("11:20:00"), at("11:10:00")], now),
      "3 releases in the last 3600 s, the most that may be; the next one from 12:20:00Z",
    );
  });

  it("is written as a person says it", () => {
    assert.deepEqual(parseQuietTime("22:00-06:00"), { from: "22:00", to: "06:00" });
    assert.deepEqual(parseQuietTime("fri,sat 16:00-24:00"), { from: "16:00", to: "24:00", days: ["fri", "sat"] });
    for (const text of ["", "22-06", "25:00-06:00", "someday 22:00-06:00", "22:00-06:00 Mars/Base", "24:01-06:00"])
      assert.throws(() => parseQuietTime(text), { code: "QUIET_TIME_MALFORMED" }, text);
    for (const text of ["", "6", "0/1h", "6/", "6/soon"])
      assert.throws(() => parseRate(text), { code: "RATE_MALFORMED" }, text);
  });
});
