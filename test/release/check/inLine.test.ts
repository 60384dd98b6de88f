import assert from "node:assert/strict";
import { waitUnasked } from "../../../release/check/inLine.ts";
import { change } from "../builders.ts";

describe("a release that finds the lock taken", () => {
  const running = { changes: [change("shop", "v1", "v2")] };

  it("waits by itself behind a release of other services", () => {
    assert.equal(waitUnasked(["website"], running), 600);
  });

  it("does not behind one of the same service, nor where it is of the whole stack", () => {
    assert.equal(waitUnasked(["website", "shop"], running), 0);
    assert.equal(waitUnasked([], running), 0);
  });

  it("waits a little where nothing is known yet of what is released", () => {
    assert.equal(waitUnasked(["website"], undefined), 10);
  });
});
