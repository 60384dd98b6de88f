import assert from "node:assert/strict";
import { chance, poisson } from "../../bench/canaryStreams.ts";
import { dispersion, noWindows, withWindow } from "../../canary/dispersion.ts";

/** Windows of 200 requests, of which `mean` fail, so many together. */
function seen(mean: number, together: number, windows = 500): number {
  const random = chance(1);
  let all = noWindows;
  for (let window = 0; window < windows; window++) {
    all = withWindow(all, { all: 200, bad: Math.min(200, together * poisson(random, mean / together)) });
  }
  return dispersion(all);
}

describe("how many errors come together", () => {
  it("is more than 1 as long as nothing is known", () => {
    assert.equal(dispersion(noWindows), 3);
    assert.equal(seen(0, 1), 3);
  });

  it("is near 1 where each comes by itself, and near five where five do", () => {
    const [one, five] = [seen(4, 1), seen(4, 5)];
    assert.ok(one >= 1 && one < 1.4, `${one}`);
    assert.ok(five > 3.5 && five < 7, `${five}`);
  });

  it("is at most 10, in an outage, and forgets it", () => {
    let windows = noWindows;
    for (let window = 0; window < 100; window++) windows = withWindow(windows, { all: 200, bad: window < 3 ? 100 : 0 });
    assert.equal(dispersion(windows), 10);
    for (let window = 0; window < 3000; window++) windows = withWindow(windows, { all: 200, bad: window % 2 });
    assert.ok(dispersion(windows) < 2, `${dispersion(windows)}`);
  });

  it("learns nothing of a window without requests, or of nothing but errors", () => {
    assert.equal(withWindow(noWindows, { all: 0, bad: 0 }), noWindows);
    const all = withWindow(withWindow(noWindows, { all: 5, bad: 5 }), { all: 5, bad: 5 });
    assert.equal(dispersion(all), 3);
  });
});
