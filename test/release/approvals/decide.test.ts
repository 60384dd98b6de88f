import assert from "node:assert/strict";
import type { KnownProposal } from "../../../records/proposal.ts";
import { decidePassage, usedByEmergency, type Asked } from "../../../release/approvals/decide.ts";
import { proposal } from "../../records/proposals.ts";

const at = "2026-11-29T05:10:00.000Z";
const now = new Date(at);
const asked: Asked = { hash: "0123", terms: { from: "sre", count: 1 }, next: undefined, named: undefined };
const of = (number: number, parts: Partial<KnownProposal> = {}): KnownProposal => ({
  ...proposal(number),
  approvals: [],
  ...parts,
});
const approvals = [{ user: "ben", group: "sre", at }];

describe("what becomes of a release that others approve", () => {
  it("is proposed where nothing of the kind stands, or the same is over", () => {
    assert.deepEqual(decidePassage([], asked, now), { kind: "propose" });
    const others = [
      of(1, { hash: "4567", approvals }),
      of(2, { approvals, expiresAt: at }),
      of(3, { approvals, withdrawn: { user: "ada", at } }),
      of(4, { approvals, carriedOut: { release: "r", at } }),
      of(5, { approvals, terms: { from: "own", count: 1 } }),
      of(6, { approvals, next: "nobody" }),
    ];
    assert.deepEqual(decidePassage(others, asked, now), { kind: "propose" });
  });

  it("waits with what stands already, and goes through once that is approved", () => {
    const waiting = of(1);
    assert.deepEqual(decidePassage([waiting], asked, now), { kind: "waits", proposal: waiting });
    const ready = of(2, { approvals });
    assert.deepEqual(decidePassage([waiting, ready], asked, now), { kind: "approved", proposal: ready });
    const two = { ...asked, terms: { from: "sre", count: 2 } };
    assert.equal(decidePassage([ready], two, now).kind, "waits");
  });

  it("is bound to what was named: another plan is proposed anew, and what is over is told", () => {
    const ready = of(1, { approvals });
    assert.deepEqual(decidePassage([ready], { ...asked, named: ready }, now), { kind: "approved", proposal: ready });
    const other = { ...asked, hash: "4567", named: ready };
    assert.deepEqual(decidePassage([ready], other, now), { kind: "propose", stale: ready });
    const over = of(1, { approvals, carriedOut: { release: "r", at } });
    assert.throws(() => decidePassage([over], { ...asked, named: over }, now), { code: "PROPOSAL_OVER" });
  });

  it("uses up what stands proposed for the same, in an emergency", () => {
    const waiting = of(1);
    assert.equal(usedByEmergency([of(2, { hash: "4567" }), waiting], asked, now), waiting);
    assert.equal(usedByEmergency([of(2, { hash: "4567" })], asked, now), undefined);
    const named = of(3, { hash: "4567" });
    assert.equal(usedByEmergency([waiting, named], { ...asked, named }, now), named);
  });
});
