import assert from "node:assert/strict";
import { freezeText, holding, standing, withFreeze, withoutFreeze, type Freeze } from "../../records/freeze.ts";

const now = new Date("2026-11-28T18:40:00Z");

function freeze(parts: Partial<Freeze> = {}): Freeze {
  return {
    until: "2026-12-01T08:00:00.000Z",
    reason: "Black Friday",
    operator: "ada",
    at: "2026-11-28T18:00:00.000Z",
    ...parts,
  };
}

const whole = freeze();
const sites = freeze({ services: ["website", "docs"] });
const over = freeze({ until: "2026-11-28T18:39:59.000Z" });

describe("a freeze", () => {
  it("stands until its time", () => {
    assert.deepEqual(standing([over, sites], now), [sites]);
  });

  it("of a stack holds every service, one of services those alone", () => {
    assert.deepEqual(holding([whole, sites], ["api"]), [whole]);
    assert.deepEqual(holding([sites], ["api", "docs"]), [sites]);
    assert.deepEqual(holding([whole, sites], []), [whole]);
  });

  it("takes the place of one for the same services, and clears away what is over", () => {
    const longer = freeze({ services: ["docs", "website"], until: "2026-12-02T08:00:00.000Z" });
    assert.deepEqual(withFreeze([over, whole, sites], longer, now), [whole, longer]);
  });

  it("ends before its time: all of them, or some services of those that name services", () => {
    assert.deepEqual(withoutFreeze([whole, sites], [], now), []);
    assert.deepEqual(withoutFreeze([over, whole, sites], ["docs"], now), [whole, freeze({ services: ["website"] })]);
    assert.deepEqual(withoutFreeze([sites], ["docs", "website"], now), []);
  });

  it("says until when, how long that is, by whom, since when and why", () => {
    assert.equal(
      freezeText(freeze({ user: "jane@example.com" }), now),
      'until 2026-12-01 08:00:00 UTC (2 d 13 h more), by ada (jane@example.com) since 2026-11-28 18:00:00 UTC: "Black Friday"',
    );
    const text = (until: string) => /\((.*) more\)/.exec(freezeText(freeze({ until }), now))?.[1];
    assert.equal(text("2026-11-28T22:00:00.000Z"), "3 h 20 min");
    assert.equal(text("2026-11-28T19:40:00.000Z"), "1 h");
    assert.equal(text("2026-11-28T18:52:10.000Z"), "12 min");
    assert.equal(text("2026-11-28T18:40:40.000Z"), "40 s");
  });
});
