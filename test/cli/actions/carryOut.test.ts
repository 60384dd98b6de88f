import assert from "node:assert/strict";
import { leavingIn, optionsOf } from "../../../cli/actions/carryOut.ts";
import { requestFrom } from "../../../cli/actions/runRelease.ts";
import { change } from "../../release/builders.ts";
import { proposal } from "../../records/proposals.ts";

describe("what is carried out", () => {
  it("is asked for as it was proposed", () => {
    const request = {
      ...{ edits: [], restore: false, force: true, skipJobs: true, forceRestore: true, timeoutSeconds: 300 },
      ...{ keepDrift: ["web.replicas"], emptyVolumes: ["web-data"], despiteFreeze: "an outage" },
    };
    const options = optionsOf(proposal(1, { request, description: "new navigation" }), {});
    assert.deepEqual(requestFrom({ ...options, commit: true }), {
      ...{ restore: false, force: true, skipJobs: true, forceRestore: true, timeoutSeconds: 300 },
      ...{ keepDrift: ["web.replicas"], emptyVolumes: ["web-data"], despiteFreeze: "an outage" },
      ...{ description: "new navigation", proposal: proposal(1).id, commit: true },
    });
  });

  it("lets those leave that others have seen leave, and nobody else", () => {
    const changes = [change("web", "v1", "v2"), { ...change("docs", "v4", "v4"), removed: true as const }];
    assert.deepEqual(leavingIn(proposal(1, { changes })), ["docs"]);
  });

  it("may have to go past what was frozen since", () => {
    assert.equal(optionsOf(proposal(1), { despiteFreeze: "an outage" }).despiteFreeze, "an outage");
  });
});

describe("--emergency", () => {
  it("wants a reason", () => {
    assert.equal(requestFrom({ emergency: "the shop is down" }).emergency, "the shop is down");
    assert.throws(() => requestFrom({ emergency: " " }), {
      code: "REASON_MISSING",
      message: "--emergency wants a reason",
    });
  });
});
