import assert from "node:assert/strict";
import { metricsText, serveHealth, type Health } from "../../watch/health.ts";
import { freePort } from "../freePort.ts";

describe("the health of those who watch", () => {
  it("is good while it looks or stands by, and is told to probes, as is that it has begun; a look can be asked for", async () => {
    const port = await freePort();
    let looks = 0;
    let health: Health = { ready: false, leading: false, lookedAt: 0, ended: new Map() };
    const end = await serveHealth(
      port,
      () => health,
      () => (looks += 1),
    );
    const status = async (path: string, method = "GET") =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { method })).status;
    try {
      assert.equal(await status("/healthz"), 200);
      assert.equal(await status("/readyz"), 503);
      health = { ...health, ready: true, leading: true };
      assert.equal(await status("/readyz"), 200);
      assert.equal(await status("/healthz"), 503);
      health = { ...health, lookedAt: Date.now() };
      assert.equal(await status("/healthz"), 200);
      assert.equal(await status("/look", "POST"), 202);
      assert.equal(looks, 1);
      assert.equal(await status("/look"), 404);
      assert.equal(await status("/metrics"), 200);
      assert.equal(looks, 1);
      await assert.rejects(
        serveHealth(
          port,
          () => health,
          () => undefined,
        ),
        { code: "PORT_TAKEN" },
      );
    } finally {
      end();
    }
  });

  it("is told as OpenMetrics", () => {
    const ended = new Map([
      ["released", 3],
      ["failed", 1],
    ]);
    assert.equal(
      metricsText({ ready: true, leading: true, lookedAt: 1_700_000_000_500, ended }),
      [
        "# HELP release_watch_leading 1 where this process releases, 0 where it stands by.",
        "# TYPE release_watch_leading gauge",
        "release_watch_leading 1",
        "# HELP release_watch_looked_timestamp_seconds When the branch was last looked at.",
        "# TYPE release_watch_looked_timestamp_seconds gauge",
        "# UNIT release_watch_looked_timestamp_seconds seconds",
        "release_watch_looked_timestamp_seconds 1700000000.5",
        "# HELP release_watch_releases Releases that ended, by result.",
        "# TYPE release_watch_releases counter",
        'release_watch_releases_total{result="released"} 3',
        'release_watch_releases_total{result="failed"} 1',
        "# EOF",
        "",
      ].join("\n"),
    );
  });
});
