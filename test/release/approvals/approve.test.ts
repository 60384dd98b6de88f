import assert from "node:assert/strict";
import { approveProposal, withdrawProposal } from "../../../release/approvals/approve.ts";
import { proposalState } from "../../../records/proposal.ts";
import { fakeProposals, proposal } from "../../records/proposals.ts";

const now = new Date("2026-11-29T05:10:00.000Z");
const ben = { name: "ben", groups: ["sre", "system:authenticated"] };

describe("an approval", () => {
  it("is one person's, and once is enough", async () => {
    const { store } = fakeProposals();
    const { id } = await store.propose(proposal(1));
    const first = await approveProposal(id, "seen", ben, store);
    assert.deepEqual([first.changed, proposalState(first.proposal, now)], [true, "approved"]);
    assert.deepEqual(
      first.proposal.approvals.map(({ user, group, message }) => [user, group, message]),
      [["ben", "sre", "seen"]],
    );
    const again = await approveProposal(id, undefined, ben, store);
    assert.deepEqual([again.changed, again.proposal.approvals.length], [false, 1]);
  });

  it("is refused to whoever proposed it, though they are in the group", async () => {
    const { store } = fakeProposals();
    const { id } = await store.propose(proposal(1));
    await assert.rejects(approveProposal(id, undefined, { ...ben, name: "ada" }, store), {
      code: "APPROVAL_OF_ONES_OWN",
      message: `${id} was proposed by ada, whom the API server takes you for: it is for others to approve`,
      next: `ask somebody of sre; to take it back: release withdraw ${id}`,
    });
  });

  it("is refused outside the group, with the groups that one is in", async () => {
    const { store } = fakeProposals();
    const { id } = await store.propose(proposal(1));
    await assert.rejects(approveProposal(id, undefined, { name: "dan", groups: ["viewers"] }, store), {
      code: "APPROVAL_OUTSIDE",
      details: ["you: dan", "your groups: viewers"],
    });
  });

  it("comes too late for what is over", async () => {
    const { store } = fakeProposals();
    const { id } = await store.propose(proposal(1, { expiresAt: "2026-11-28T05:00:00.000Z" }));
    await assert.rejects(approveProposal(id, undefined, ben, store), {
      code: "PROPOSAL_OVER",
      message: `proposal ${id} (deploy website v1 → v2) expired at 2026-11-28 05:00:00 UTC`,
    });
  });
});

describe("what is withdrawn", () => {
  it("is over, and says who did so and why; not twice", async () => {
    const { store } = fakeProposals();
    const { id } = await store.propose(proposal(1));
    const withdrawn = await withdrawProposal(id, "v3 is out", ben, store);
    assert.deepEqual([withdrawn.withdrawn?.user, withdrawn.withdrawn?.reason], ["ben", "v3 is out"]);
    await assert.rejects(withdrawProposal(id, undefined, ben, store), {
      code: "PROPOSAL_OVER",
      message: `proposal ${id} (deploy website v1 → v2) was withdrawn by ben (v3 is out)`,
    });
  });
});
