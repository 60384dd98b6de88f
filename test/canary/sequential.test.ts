import assert from "node:assert/strict";
import fc from "fast-check";
import { bet, logOdds, mostOfWindow, noBets } from "../../canary/sequential.ts";
import { chance } from "../../bench/canaryStreams.ts";

/** Bets on heads of a coin, at fair odds: by twice this share of the stake. */
const ways = [0.25, 0.5, 0.9];
const factors = (heads: boolean) => ways.map((way) => Math.log(heads ? 1 + way : 1 - way));

describe("bets that may be looked at at any time", () => {
  it("stand at 1 before the first, and where nothing is won or lost", () => {
    let bets = noBets(3);
    assert.ok(Math.abs(logOdds(bets)) < 1e-9);
    for (let window = 0; window < 50; window++) bets = bet(bets, [0, 0, 0]);
    assert.ok(Math.abs(logOdds(bets)) < 1e-9);
  });

  it("are fair: over all that a coin may do they come to 1, whenever one looks", () => {
    for (const throws of [1, 4, 9]) {
      let sum = 0;
      for (let sequence = 0; sequence < 2 ** throws; sequence++) {
        let bets = noBets(ways.length);
        for (let at = 0; at < throws; at++) bets = bet(bets, factors(((sequence >> at) & 1) === 1));
        sum += Math.exp(logOdds(bets)) / 2 ** throws;
      }
      assert.ok(Math.abs(sum - 1) < 1e-9, `${throws} throws: ${sum}`);
    }
  });

  it("grow 20-fold, at any look at all, for at most 1 of 20 fair coins", () => {
    const coins = 1000;
    let grown = 0;
    for (let coin = 0; coin < coins; coin++) {
      const random = chance(coin);
      let bets = noBets(ways.length);
      for (let at = 0; at < 200; at++) {
        bets = bet(bets, factors(random() < 0.5));
        if (logOdds(bets) >= Math.log(20)) {
          grown += 1;
          break;
        }
      }
    }
    assert.ok(grown <= coins / 20, `${grown} of ${coins}`);
  });

  it("find a coin that turns bad late", () => {
    let bets = noBets(ways.length);
    for (let at = 0; at < 2000; at++) bets = bet(bets, factors(at % 2 === 0));
    const before = logOdds(bets);
    let looks = 0;
    while (logOdds(bets) < Math.log(100)) {
      bets = bet(bets, factors(true));
      looks += 1;
    }
    assert.ok(before < 1 && looks < 40, `${looks} looks`);
  });

  it("never are no number, whatever comes", () => {
    const factor = fc.double({ min: -700, max: 700, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, factor, factor), { maxLength: 300 }), (windows) => {
        const end = windows.reduce((bets, window) => bet(bets, window), noBets(3));
        assert.ok(!Number.isNaN(logOdds(end)) && logOdds(end) > -Infinity);
      }),
    );
  });

  it("are not decided by one window alone, nor by two of a second", () => {
    const after = (windows: number, seconds: number) => {
      const most = mostOfWindow(seconds, 100);
      const bets = Array.from({ length: windows }).reduce<ReturnType<typeof noBets>>(
        (all) => bet(all, [most]),
        noBets(1),
      );
      return logOdds(bets) >= Math.log(100);
    };
    assert.deepEqual([after(1, 1), after(2, 1), after(3, 1)], [false, false, true]);
    assert.deepEqual([after(1, 600), after(2, 10)], [false, true]);
  });
});
