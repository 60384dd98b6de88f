/**
 * A test that may be looked at at any time: bets against "the canary is good", at odds that are fair if it is. Whoever
 * bets so multiplies his stake by 100 ever, at any look, with a probability of 1/100 at most (Ville's inequality), so
 * the stake is what may be told as odds, and a canary is called worse once it has grown 1/alpha-fold.
 * https://doi.org/10.1214/23-STS894 (Ramdas, Grünwald, Vovk, Shafer: game-theoretic statistics and safe anytime-valid inference)
 *
 * The stake is shared out among ways in which it could be worse, and the part of each among the windows from which on it
 * could be: half from the first, then a sixth, 1/12 …, so that a canary that turns bad after an hour is found soon, too.
 */
export interface Bets {
  windows: number;
  /** Of each way: the logarithm of what its bets that have begun have come to. */
  logs: readonly number[];
}

export function noBets(ways: number): Bets {
  return { windows: 0, logs: Array.from({ length: ways }, () => -Infinity) };
}

/** One more window: by what each way multiplies its stake, as logarithms. */
export function bet({ windows, logs }: Bets, factors: readonly number[]): Bets {
  const window = windows + 1;
  const begins = -Math.log(window * (window + 1));
  return { windows: window, logs: logs.map((log, way) => logAdd(log, begins) + (factors[way] ?? 0)) };
}

/** The logarithm of what the whole stake has come to; what has not begun yet counts as it is. */
export function logOdds({ windows, logs }: Bets): number {
  const begun = logs.reduce(logAdd, -Infinity) - Math.log(logs.length);
  return logAdd(begun, -Math.log(windows + 1));
}

/**
 * The most that one window may multiply any stake by, as a logarithm: requests that fail together (a connection lost with
 * all that was on it, a second of garbage collection) are one mishap, not many. Two windows at least, and more than 2 s,
 * must speak against a canary; a stake that is made less by a cap stays a fair one.
 */
export function mostOfWindow(seconds: number, odds: number): number {
  return Math.min(1 / 2, seconds / 2.5) * Math.log(2 * odds);
}

/** The logarithm of the sum of two numbers, of their logarithms. */
function logAdd(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === -Infinity ? most : most + Math.log1p(Math.exp(Math.min(a, b) - most));
}
