/** How patient the check of an image is, in milliseconds. */
export interface ImageCheckTimes {
  lookEvery: number;
  /** What takes longer than this is told. */
  quiet: number;
  /** By how far the pod has come: a big image takes its time, a node that is never found must not. */
  patience: { scheduling: number; fetching: number; failing: number };
}

export const imageCheckTimes: ImageCheckTimes = {
  lookEvery: 300,
  quiet: 2_000,
  patience: { scheduling: 15_000, fetching: 120_000, failing: 25_000 },
};
