import assert from "node:assert/strict";
import { quietNow } from "../../release/quietNow.ts";

const at = (text: string): Date => new Date(text);
const quiet = (times: Parameters<typeof quietNow>[0], text: string): boolean => quietNow(times, at(text)) !== undefined;

describe("a quiet time", () => {
  it("ends in the minute that it names", () => {
    const noon = [{ from: "12:00", to: "13:00" }];
    assert.deepEqual(
      ["2026-11-28T11:59:59Z", "2026-11-28T12:00:00Z", "2026-11-28T12:59:59Z", "2026-11-28T13:00:00Z"].map((text) =>
        quiet(noon, text),
      ),
      [false, true, true, false],
    );
  });

  it("goes on into the next day, and belongs to the day it begins on", () => {
    // 2026-11-27 is a Friday.
    const friday = [{ from: "22:00", to: "06:00", days: ["fri"] as const }];
    assert.equal(quiet(friday, "2026-11-27T23:00:00Z"), true);
    assert.equal(quiet(friday, "2026-11-28T05:59:00Z"), true);
    assert.equal(quiet(friday, "2026-11-28T06:00:00Z"), false);
    assert.equal(quiet(friday, "2026-11-28T23:00:00Z"), false);
    assert.equal(quiet(friday, "2026-11-27T05:00:00Z"), false);
  });

  it("is all day where it ends when it begins", () => {
    assert.equal(quiet([{ from: "00:00", to: "00:00", days: ["sat"] }], "2026-11-28T13:00:00Z"), true);
  });

  it("goes by the clocks of its zone", () => {
    const berlin = [{ from: "08:00", to: "09:00", timeZone: "Europe/Berlin" }];
    assert.equal(quiet(berlin, "2026-11-28T07:30:00Z"), true);
    assert.equal(quiet(berlin, "2026-07-01T07:30:00Z"), false);
    assert.equal(quiet(berlin, "2026-07-01T06:30:00Z"), true);
  });
});
