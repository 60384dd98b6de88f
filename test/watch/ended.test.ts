import assert from "node:assert/strict";
import { exitCodes } from "../../errors/problem.ts";
import { resultOf } from "../../watch/ended.ts";

const refused = (code: string): string | undefined =>
  resultOf({ code: exitCodes.usage, output: `✖ plan\n${code}: what is wrong\n  next: what to do\n` });

describe("what the end of a release says of its commit", () => {
  it("is that it is refused, where its file is wrong", () => {
    assert.equal(refused("CONFIG_INVALID"), "refused");
    assert.equal(refused("PROPOSAL_TOO_LARGE"), "refused");
  });

  it("is nothing where no proposal can stand for a reason that is not the commit's: it is tried again", () => {
    assert.equal(refused("PROPOSALS_TOO_MANY"), undefined);
    assert.equal(refused("APPROVAL_NO_PLACE"), undefined);
  });
});
