/**
 * `node bench/canaryEvidence.ts [N]`: what the test of a canary's evidence (canary/sequential.ts) does, on simulated
 * traffic: how many of N good canaries (1,000) it aborts in a step of 5 min with a look each second, and how soon it aborts bad
 * ones, at which price. Needs no cluster; the same figures each time. Ends with 2 where more than 1 of 100 good ones are aborted.
 */
import { countsJudge } from "../canary/judges/counts.ts";
import { valuesJudge } from "../canary/judges/values.ts";
import { chance, countsStream, goodCounts, goodValues, judged, valuesStream, type Ended } from "./canaryStreams.ts";

const runs = Number(process.argv[2] ?? 1000);
const odds = 100;
const counts = { tolerate: 1.5, floor: 0.001, odds, minimum: 50, since: 0 };
const values = { tolerate: 1.2, odds, minimum: 10, since: 0, span: 1 };
const weights = [1, 10, 50];

const each = (one: (seed: number) => Ended): Ended[] => Array.from({ length: runs }, (_, seed) => one(seed));
const say = (...columns: (string | number)[]): void => {
  const [first = "", ...rest] = columns.map(String);
  // The lines of a table that begins after an empty one are as wide.
  const width = first.startsWith("\n") ? 47 : 46;
  process.stdout.write(`${first.padEnd(width)}${rest.map((text) => text.padStart(15)).join("")}\n`);
};

let mostAborted = 0;

function falseAborts(name: string, endings: readonly Ended[][]): void {
  const percents = endings.map((ends) => (100 * ends.filter(({ verdict }) => verdict === "bad").length) / ends.length);
  mostAborted = Math.max(mostAborted, ...percents);
  say(name, ...percents.map((percent) => percent.toFixed(1)));
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

/** Median, and that of the worst 5 of 100. */
function spread(figures: readonly number[]): string {
  const sorted = [...figures].sort((a, b) => a - b);
  return `${at(sorted, 0.5)} (${at(sorted, 0.95)})`;
}

say("GOOD CANARIES ABORTED OF 100, by weight", ...weights.map((weight) => `${weight} %`));
for (const [name, traffic] of Object.entries(goodCounts)) {
  const judge = (weight: number) => (seed: number) =>
    judged(countsJudge(counts), countsStream(chance(seed), { ...traffic, weight }));
  falseAborts(
    name,
    weights.map((weight) => each(judge(weight))),
  );
}
say("\nby time between two looks", "1 s", "10 s");
for (const [name, latency] of Object.entries(goodValues)) {
  const judge = (interval: number) => (seed: number) =>
    judged(valuesJudge({ ...values, span: interval }), valuesStream(chance(seed), latency, { interval }));
  falseAborts(name, [each(judge(1)), each(judge(10))]);
}

say("\nBAD CANARIES: 200 requests/s, stable errors 0.1 %, a look each second; median (95 of 100)");
say("errors of the canary, weight", "aborted", "looks", "requests", "hurt", "of 100,000");
for (const share of [0.01, 0.05, 0.2, 1]) {
  for (const weight of weights) {
    const errors = () => ({ canary: share, stable: 0.001 });
    const ends = each((seed) =>
      judged(countsJudge(counts), countsStream(chance(seed), { rate: 200, weight, errors }, { seconds: 600 })),
    );
    const aborted = (100 * ends.filter(({ verdict }) => verdict === "bad").length) / runs;
    const hurt = ends.map((end) => end.hurt);
    // Of all requests that come until then.
    const ofAll = ends.map((end) => Math.round((1e5 * end.hurt) / (200 * Math.max(1, end.seconds))));
    say(
      `${share * 100} %, ${weight} %`,
      `${aborted.toFixed(1)} %`,
      spread(ends.map(({ looks }) => looks)),
      spread(ends.map(({ requests }) => requests)),
      spread(hurt),
      spread(ofAll),
    );
  }
}
say("\nlatency of the canary, a look each", "aborted", "seconds");
for (const slower of [1.5, 2, 3]) {
  for (const interval of [1, 10]) {
    const latency = { slower, noise: 0.2, memory: 0.5, spikes: 0.02 };
    const ends = each((seed) =>
      judged(
        valuesJudge({ ...values, span: interval }),
        valuesStream(chance(seed), latency, { interval, seconds: 600 }),
      ),
    );
    const aborted = (100 * ends.filter(({ verdict }) => verdict === "bad").length) / runs;
    say(`${slower} x, ${interval} s`, `${aborted.toFixed(1)} %`, spread(ends.map(({ seconds }) => seconds)));
  }
}
say(`\nat most ${mostAborted.toFixed(1)} of 100 good canaries aborted; must hold: 1`);
process.exitCode = mostAborted <= 1 ? 0 : 2;
