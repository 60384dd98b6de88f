import assert from "node:assert/strict";
import { proposalNamed } from "../../records/proposal.ts";
import { fakeProposals, proposal } from "./proposals.ts";

const at = "2026-11-29T05:10:00.000Z";
const yes = (user: string) => ({ user, group: "sre", at });

describe("what stands proposed", () => {
  it("is listed newest first, with who approved it, each person once", async () => {
    const { store } = fakeProposals();
    await store.propose(proposal(1));
    await store.propose(proposal(2));
    const [, older] = await store.list();
    assert.equal(await store.approve(older!, { ...yes("ben"), message: "seen" }), true);
    assert.equal(await store.approve(older!, yes("ben")), false);
    assert.equal(await store.approve(older!, yes("bea")), true);
    const known = await store.list();
    assert.deepEqual(
      known.map(({ id, approvals }) => [id, approvals.map(({ user }) => user)]),
      [
        [proposal(2).id, []],
        [proposal(1).id, ["ben", "bea"]],
      ],
    );
    assert.equal(known[1]?.approvals[0]?.message, "seen");
  });

  it("cannot be changed afterwards, nor can an approval: Kubernetes holds them", async () => {
    const { store, maps } = fakeProposals();
    const made = await store.propose(proposal(1));
    await store.approve(made, yes("ben"));
    assert.deepEqual(
      [...maps].map(([name, { immutable, metadata }]) => [
        name.replace(/-[0-9a-f]{16}$/, "-WHO"),
        immutable,
        metadata?.labels?.["releases/approval"],
        metadata?.ownerReferences?.map(({ name: owner }) => owner),
      ]),
      [
        [`release-proposal-${made.id}`, true, "proposal", undefined],
        [`release-approval-${made.id}-WHO`, true, "approval", [`release-proposal-${made.id}`]],
      ],
    );
  });

  it("is not approved by what was said of another text, or by whoever proposed it", async () => {
    const { store, maps } = fakeProposals();
    const made = await store.propose(proposal(1));
    for (const user of ["ada", "ben", "bea"]) await store.approve(made, yes(user));
    const [map] = [...maps.values()].filter(({ data }) => data?.user === "ben");
    map!.data!.text = "of something else";
    const [found] = await store.list();
    assert.deepEqual(
      found?.approvals.map(({ user }) => user),
      ["bea"],
    );
    // Put in its place by hand, with another request in it.
    maps.get(`release-proposal-${made.id}`)!.data!["proposal.json"] = JSON.stringify(proposal(1, { hash: "4567" }));
    assert.deepEqual((await store.list())[0]?.approvals, []);
  });

  it("is closed once: of two who do so at the same time one is told", async () => {
    const { store, maps } = fakeProposals();
    const made = await store.propose(proposal(1));
    const withdrawn = { user: "ada", at, reason: "not now" };
    const before = structuredClone(maps.get(`release-proposal-${made.id}`)!);
    assert.equal(await store.close(made, { withdrawn }), true);
    assert.deepEqual((await store.list())[0]?.withdrawn, withdrawn);
    const { store: other, maps: theirs } = fakeProposals();
    theirs.set(before.metadata!.name!, before);
    const [seen] = await other.list();
    theirs.get(before.metadata!.name!)!.metadata!.resourceVersion = "99";
    assert.equal(await other.close(seen!, { carriedOut: { release: "r", at } }), false);
  });

  it("goes, once fifty newer ones are over too; what waits stays, and fifty may", async () => {
    const { store } = fakeProposals();
    for (let number = 0; number < 52; number += 1) {
      const made = await store.propose(proposal(number));
      await store.close(made, { withdrawn: { user: "ada", at } });
    }
    await store.propose(proposal(52));
    const known = await store.list();
    assert.equal(known.length, 51);
    assert.equal(known.at(-1)?.id, proposal(2).id);
    for (let number = 53; number < 102; number += 1) await store.propose(proposal(number));
    await assert.rejects(store.propose(proposal(102)), {
      code: "PROPOSALS_TOO_MANY",
      message: "50 proposals wait already, the most that may",
    });
  });

  it("is no larger than Kubernetes keeps it", async () => {
    const { store } = fakeProposals();
    const long = proposal(1, { description: "x".repeat(900_000) });
    await assert.rejects(store.propose(long), { code: "PROPOSAL_TOO_LARGE" });
  });

  it("is named by its id, or the end of it", async () => {
    const { store } = fakeProposals();
    await store.propose(proposal(1));
    await store.propose(proposal(2, { id: "20261129-050002-wxyz" }));
    const known = await store.list();
    assert.equal(proposalNamed(known, "wxyz").id, "20261129-050002-wxyz");
    assert.throws(() => proposalNamed(known, "20261129"), { code: "PROPOSAL_AMBIGUOUS" });
    assert.throws(() => proposalNamed(known, "zz"), {
      code: "PROPOSAL_UNKNOWN",
      message: 'there is no proposal "zz"',
      next: "release proposals --all",
    });
  });
});
