import assert from "node:assert/strict";
import { optionsOf } from "../../../cli/actions/carryOut.ts";
import { requestFrom } from "../../../cli/actions/runRelease.ts";
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
