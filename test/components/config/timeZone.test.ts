import assert from "node:assert/strict";
import { timeZoneError } from "../../../components/config/timeZone.ts";

describe("timeZoneError", () => {
  it("finds nothing wrong with zones of the tz database, old names among them", () => {
    const zones = ["Asia/Tokyo", "Etc/UTC", "UTC", "US/Pacific", "Europe/Kyiv", "Asia/Calcutta"];
    assert.deepEqual(
      zones.map(timeZoneError),
      zones.map(() => undefined),
    );
  });

  it("tells the nearest one, in another case too, for Kubernetes looks zones up as files", () => {
    assert.equal(timeZoneError("Asia/Tokio"), 'there is no time zone "Asia/Tokio"; did you mean "Asia/Tokyo"?');
    assert.equal(timeZoneError("asia/tokyo"), 'there is no time zone "asia/tokyo"; did you mean "Asia/Tokyo"?');
    for (const text of ["", "+09:00", "Mars/Olympus_Mons"]) {
      assert.equal(
        timeZoneError(text),
        `there is no time zone "${text}"; allowed: a name of the tz database like Asia/Tokyo`,
      );
    }
  });
});
