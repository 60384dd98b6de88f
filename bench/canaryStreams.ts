import type { Judge, Reading, TrackCounts, Verdict } from "../canary/check.ts";

/** Numbers from 0 to 1 by chance, the same ones for the same seed (mulberry32). */
export type Chance = () => number;

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of `all` come true, each by itself with this share. */
export function binomial(random: Chance, all: number, share: number): number {
  if (share <= 0 || all <= 0) return 0;
  if (share >= 1) return all;
  const variance = all * share * (1 - share);
  if (variance > many) return Math.min(all, around(random, all * share, variance));
  let found = 0;
  // From one that comes true to the next.
  for (let at = skip(random, share); at < all; at += 1 + skip(random, share)) found += 1;
  return found;
}

function skip(random: Chance, share: number): number {
  return Math.floor(Math.log(1 - random()) / Math.log(1 - share));
}

/** From here on the normal distribution is as good, and much faster. */
const many = 30;

function around(random: Chance, mean: number, variance: number): number {
  return Math.max(0, Math.round(mean + Math.sqrt(variance) * normal(random)));
}

export function poisson(random: Chance, mean: number): number {
  if (mean > many) return around(random, mean, mean);
  let count = 0;
  for (let left = mean; (left += Math.log(1 - random())) > 0;) count += 1;
  return count;
}

export function normal(random: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface Traffic {
  /** Requests a second, of both tracks. */
  rate: number;
  /** Percent of them that the canary gets. */
  weight: number;
  /** Share of errors of either track, in a second. */
  errors: (second: number) => { canary: number; stable: number };
  /** How many requests fail together, each track for itself; default 1. */
  together?: number;
}

/** A look each `interval` s at counters, the first of them before there is anything to see. */
export function* countsStream(
  random: Chance,
  traffic: Traffic,
  { interval = 1, seconds = 300 } = {},
): Generator<Reading> {
  const sum = { canary: { bad: 0, all: 0 }, stable: { bad: 0, all: 0 } };
  yield { at: 0, ...structuredClone(sum) };
  for (let second = 1; second <= seconds; second++) {
    const shares = traffic.errors(second);
    add(sum.canary, random, (traffic.rate * traffic.weight) / 100, shares.canary, traffic.together);
    add(sum.stable, random, (traffic.rate * (100 - traffic.weight)) / 100, shares.stable, traffic.together);
    if (second % interval !== 0) continue;
    yield { at: second * 1000, canary: { ...sum.canary }, stable: { ...sum.stable } };
    sum.canary = { bad: 0, all: 0 };
    sum.stable = { bad: 0, all: 0 };
  }
}

function add(to: TrackCounts, random: Chance, rate: number, share: number, together = 1): void {
  const all = poisson(random, rate);
  const bad = together === 1 ? binomial(random, all, share) : together * poisson(random, (all * share) / together);
  to.all += all;
  to.bad += Math.min(all, bad);
}

export interface Latency {
  /** Times the stable track's. */
  slower: number;
  /** Spread of the logarithm of each look. */
  noise: number;
  /** How much of a look's noise is left after a second, 0..1. */
  memory: number;
  /** Share of looks with a spike of ten times. */
  spikes: number;
}

/** A figure of each track, a look each `interval` s: lognormal noise with a memory, both tracks sharing what is everybody's. */
export function* valuesStream(
  random: Chance,
  latency: Latency,
  { interval = 1, seconds = 300 } = {},
): Generator<Reading> {
  const noise = { canary: 0, stable: 0, shared: 0 };
  for (let second = 0; second <= seconds; second++) {
    for (const part of ["canary", "stable", "shared"] as const) {
      noise[part] = latency.memory * noise[part] + Math.sqrt(1 - latency.memory ** 2) * normal(random);
    }
    if (second % interval !== 0) continue;
    const figure = (own: number) =>
      0.2 * Math.exp(latency.noise * (own + noise.shared)) * (random() < latency.spikes ? 10 : 1);
    yield { at: second * 1000, canary: latency.slower * figure(noise.canary), stable: figure(noise.stable) };
  }
}

const both = (share: (second: number) => number) => (second: number) => {
  const errors = share(second);
  return { canary: errors, stable: errors };
};
const minutely = (second: number) => (second % 60 < 3 ? 0.3 : 0.002);

/** Canaries whose errors are no more than the stable track's, or no more than is tolerated. */
export const goodCounts: Record<string, Omit<Traffic, "weight">> = {
  "no errors at all, 200/s": { rate: 200, errors: both(() => 0) },
  "0.05 % errors, 200/s": { rate: 200, errors: both(() => 0.0005) },
  "0.5 % errors, 200/s": { rate: 200, errors: both(() => 0.005) },
  "0.5 % errors, five together, 200/s": { rate: 200, errors: both(() => 0.005), together: 5 },
  "5 % errors, 5/s": { rate: 5, errors: both(() => 0.05) },
  "5 % errors, three together, 5/s": { rate: 5, errors: both(() => 0.05), together: 3 },
  "an outage of both each minute, 200/s": { rate: 200, errors: both(minutely) },
  "an outage of both each minute, 5/s": { rate: 5, errors: both(minutely) },
  "1.5 times the stable's 1 %, 200/s": { rate: 200, errors: () => ({ canary: 0.015, stable: 0.01 }) },
  "1.5 times the stable's 40 %, 200/s": { rate: 200, errors: () => ({ canary: 0.6, stable: 0.4 }) },
};

/** Latencies of canaries that are as fast as the stable track. */
export const goodValues: Record<string, Latency> = {
  "latency, noise of 10 %": { slower: 1, noise: 0.1, memory: 0, spikes: 0 },
  "latency, noise of 50 %, spikes": { slower: 1, noise: 0.5, memory: 0, spikes: 0.05 },
  "latency, noise of 50 %, memory of 2 s, spikes": { slower: 1, noise: 0.5, memory: 0.5, spikes: 0.05 },
  "latency, noise of 100 %, memory of 5 s, spikes": { slower: 1, noise: 1, memory: 0.8, spikes: 0.05 },
};

export interface Ended {
  verdict: Verdict;
  looks: number;
  /** Of the canary, until the verdict. */
  requests: number;
  hurt: number;
  seconds: number;
}

/** Looks until the canary is found bad, or the stream is over. */
export function judged(judge: Judge, stream: Iterable<Reading>): Ended {
  const ended: Ended = { verdict: "unsure", looks: -1, requests: 0, hurt: 0, seconds: 0 };
  for (const reading of stream) {
    ended.looks += 1;
    ended.seconds = reading.at / 1000;
    if (typeof reading.canary === "object") {
      ended.requests += reading.canary.all;
      ended.hurt += reading.canary.bad;
    }
    ended.verdict = judge(reading).verdict;
    if (ended.verdict === "bad") break;
  }
  return ended;
}
