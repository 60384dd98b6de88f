import assert from "node:assert/strict";
import { serveHealth, type Health } from "../../watch/health.ts";
import { nothingCounted } from "../../watch/metrics.ts";
import { freePort } from "../../host/freePort.ts";

describe("the health of those who watch", () => {
  it("is good while it looks or stands by, and is told to probes, as is that it has begun; a look can be asked for", async () => {
    const port = await freePort();
    let looks = 0;
    let health: Health = { ...nothingCounted(), ready: false, leading: false, lookedAt: 0 };
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
});
