import assert from "node:assert/strict";
import { missing, proposalState, type KnownProposal } from "../../records/proposal.ts";
import { proposal } from "./proposals.ts";

const at = "2026-11-29T05:10:00.000Z";
const now = new Date(at);
const of = (parts: Partial<KnownProposal>): KnownProposal => ({ ...proposal(1), approvals: [], ...parts });
const yes = (user: string, group = "sre") => ({ user, group, at });

describe("the state of a proposal", () => {
  it("goes by who approved, and by what became of it", () => {
    const approvals = [yes("ben")];
    assert.deepEqual(
      [
        of({}),
        of({ approvals }),
        of({ approvals, terms: { from: "sre", count: 2 } }),
        of({ approvals, expiresAt: at }),
        of({ approvals, withdrawn: { user: "ada", at } }),
        of({ approvals, carriedOut: { release: "r", at }, expiresAt: at }),
      ].map((one) => proposalState(one, now)),
      ["waiting", "approved", "waiting", "expired", "withdrawn", "carried out"],
    );
  });

  it("goes by what the stack asks for now: another group's yes, and one too few, are not enough", () => {
    const approved = of({ approvals: [yes("ben"), yes("bea", "owners")] });
    assert.equal(proposalState(approved, now, { from: "sre", count: 2 }), "waiting");
    assert.equal(missing(approved, { from: "sre", count: 3 }), 2);
    assert.equal(missing(approved, { from: "owners", count: 1 }), 0);
  });
});
