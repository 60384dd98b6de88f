import assert from "node:assert/strict";
import { count, metricsText, nothingCounted } from "../../watch/metrics.ts";

const times = { began: 100_000, committed: 40_000, now: 112_000 };

describe("the metrics of those who watch", () => {
  it("are nothing but noughts in the beginning, each with its labels", () => {
    const of = { project: "shop", stack: 'p"rod' };
    const lines = metricsText({ ...nothingCounted(), of, leading: true, lookedAt: 1_700_000_000_500 }).split("\n");
    assert.deepEqual(lines.slice(0, 11), [
      "# HELP release_watch_leading 1 where this process releases, 0 where it stands by.",
      "# TYPE release_watch_leading gauge",
      'release_watch_leading{project="shop",stack="p\\"rod"} 1',
      "# HELP release_watch_looked_timestamp_seconds When the branch was last looked at.",
      "# TYPE release_watch_looked_timestamp_seconds gauge",
      "# UNIT release_watch_looked_timestamp_seconds seconds",
      'release_watch_looked_timestamp_seconds{project="shop",stack="p\\"rod"} 1700000000.5',
      "# HELP release_watch_held 1 where something new waits for a quiet time to end, or for the rate.",
      "# TYPE release_watch_held gauge",
      'release_watch_held{project="shop",stack="p\\"rod"} 0',
      "# HELP release_watch_failed_looks Looks that came to nothing, as something did not answer.",
    ]);
    assert.deepEqual(lines.slice(-2), ["# EOF", ""]);
  });

  it("count what has changed something, with its time and that of its commit; what changed nothing is told apart", () => {
    const counted = nothingCounted();
    count(counted, { code: 0, output: "rolled out\n" }, times);
    count(counted, { code: 0, output: "no change: prod already is as asked for\n" }, times);
    count(counted, { code: 2, output: "" }, times);
    count(counted, { code: 4, output: "LOCKED: another release\n" }, times);
    const text = metricsText({ ...counted, leading: false, lookedAt: 0 });
    const of = (pattern: RegExp) => text.split("\n").filter((line) => pattern.test(line));
    assert.deepEqual(of(/^release_watch_releases/), [
      'release_watch_releases_total{result="released"} 1',
      'release_watch_releases_total{result="unchanged"} 1',
      'release_watch_releases_total{result="failed"} 1',
      'release_watch_releases_total{result="refused"} 0',
      'release_watch_releases_total{result="again"} 1',
    ]);
    assert.deepEqual(of(/^release_watch_release_seconds/), [
      'release_watch_release_seconds_bucket{le="5.0"} 0',
      'release_watch_release_seconds_bucket{le="10.0"} 0',
      'release_watch_release_seconds_bucket{le="20.0"} 1',
      'release_watch_release_seconds_bucket{le="30.0"} 1',
      'release_watch_release_seconds_bucket{le="60.0"} 1',
      'release_watch_release_seconds_bucket{le="120.0"} 1',
      'release_watch_release_seconds_bucket{le="300.0"} 1',
      'release_watch_release_seconds_bucket{le="600.0"} 1',
      'release_watch_release_seconds_bucket{le="1800.0"} 1',
      'release_watch_release_seconds_bucket{le="+Inf"} 1',
      "release_watch_release_seconds_count 1",
      "release_watch_release_seconds_sum 12",
    ]);
    assert.deepEqual(of(/^release_watch_lead_seconds_sum/), ["release_watch_lead_seconds_sum 72"]);
  });
});
