import assert from "node:assert/strict";
import fc from "fast-check";
import { formatDuration, parseDuration } from "../../../components/config/duration.ts";

describe("durations", () => {
  it("reads hours, minutes and seconds in that order", () => {
    const read = ["30s", "5m", "1h30m", "1h0m5s", "90s", "0s"].map(parseDuration);
    assert.deepEqual(read, [30, 300, 5400, 3605, 90, 0]);
  });

  it("reads nothing else", () => {
    const read = ["", "5", "s", "1m1h", "-5s", "1.5s", " 5s", "5 s", "5S", "1d"].map(parseDuration);
    assert.deepEqual(new Set(read), new Set([undefined]));
  });

  it("reads what it wrote", () => {
    fc.assert(
      fc.property(fc.nat(9999 * 3600), (seconds) => {
        assert.equal(parseDuration(formatDuration(seconds)), seconds);
      }),
    );
  });
});
