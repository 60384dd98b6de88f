import { leaseSeconds } from "./lease.ts";

/** How patient the lock is, in milliseconds; tests have less time. */
export interface LockTimes {
  /** Without a renewal for this long, by its holder's own clock, the lock is lost; so long a silent one is watched. */
  lease: number;
  renewEvery: number;
  /** After a renewal that failed. */
  retryAfter: number;
  /** For one request of a renewal. */
  request: number;
  /** How often a silent lease is looked at. */
  lookEvery: number;
  /** How often the holder looks at its own clock. */
  beat: number;
}

export const lockTimes: LockTimes = {
  lease: leaseSeconds * 1000,
  renewEvery: 8_000,
  retryAfter: 2_000,
  request: 5_000,
  lookEvery: 2_000,
  beat: 1_000,
};
