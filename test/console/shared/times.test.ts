import assert from "node:assert/strict";
import { agoText, spanText, utcText } from "../../../console/shared/times.ts";

describe("times on the page", () => {
  it("are spans in at most two units", () => {
    const spans = [0.42, 12, 125, 3780, 273_600].map(spanText);
    assert.deepEqual(spans, ["0.4 s", "12 s", "2 min 5 s", "1 h 3 min", "3 d 4 h"]);
    assert.deepEqual([-1, 60, 3600, 172_800].map(spanText), ["0.0 s", "1 min", "1 h", "2 d"]);
  });

  it("say how long ago something was, or how soon it comes, in one unit", () => {
    const now = 1_000_000_000_000;
    const seconds = [1, 12, 180, 7200, 400_000];
    assert.deepEqual(
      seconds.map((ago) => agoText(now - ago * 1000, now)),
      ["just now", "12 s ago", "3 min ago", "2 h ago", "5 d ago"],
    );
    assert.equal(agoText(now + 90_000, now), "in 2 min");
  });

  it("are told in UTC to the second", () => {
    assert.equal(utcText(Date.parse("2026-11-29T04:57:05.900Z")), "2026-11-29 04:57:05 UTC");
  });
});
