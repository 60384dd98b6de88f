import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fakeConsole, origin, signedInHeaders } from "./fakes.ts";

describe("a console that has just started", () => {
  it("answers what is asked of a stack once it has looked at it: no service is unknown until then", async () => {
    const { app, live, parts } = fakeConsole();
    const rows = new Map<string, object>();
    const looked = async () => {
      await sleep(20);
      rows.set("web", { service: "web" });
    };
    Object.assign(live.get("staging")!, { looked, row: (service: string) => rows.get(service) });
    const answer = await app.request(`${origin}/api/stacks/staging/plans`, {
      method: "POST",
      headers: (await signedInHeaders(parts.seal)).headers,
      body: JSON.stringify({ act: { verb: "restart", services: ["web"] } }),
    });
    // There is no such command in a test; without a look it were REQUEST_MALFORMED.
    assert.equal(((await answer.json()) as { code: string }).code, "STACK_UNKNOWN");
  });
});
