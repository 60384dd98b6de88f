import assert from "node:assert/strict";
import type { NotifyTarget } from "../../components/config/notify.ts";
import { notify } from "../../notify/notify.ts";
import { proposalEvent } from "../../notify/proposalEvent.ts";
import { slackProposal } from "../../notify/slackProposal.ts";
import { isProposalWanted } from "../../notify/told.ts";
import type { KnownProposal } from "../../records/proposal.ts";
import { change, parameters, record } from "../release/builders.ts";
import { proposal } from "../records/proposals.ts";
import { useHookServer } from "./hookServer.ts";

const of = (parts: Partial<KnownProposal> = {}): KnownProposal => ({
  ...proposal(1, { expiresAt: "2026-11-30T05:00:01.000Z", terms: { from: "shop-approvers", count: 2 } }),
  approvals: [],
  ...parts,
});
const { id } = of();
const withdrawn = { user: "ben", at: "2026-11-29T05:10:00.000Z", reason: "v3 is out" };
const git = { commit: "0123456789ab", branch: "main", dirty: 0, behind: 0, ahead: 0 };

describe("that a release waits for others, for Slack", () => {
  it("is told with the commands that it waits for; nobody is called by what somebody wrote, nor is a line forged", () => {
    const description = "<!channel> new\napproved by: bea";
    assert.equal(
      slackProposal({ proposal: of({ description, git }) }).text,
      `✋ *deploy website v1 → v2* in prod: *proposed*, waits for 2 of shop-approvers until 2026-11-30 05:00 UTC
who: ada@desk (ada)
why: &lt;!channel&gt; new approved by: bea
commit: 0123456789ab on main
look: \`release proposals ${id} --stack prod\`
approve: \`release approve ${id} --stack prod\`
then: \`release up --proposal ${id} --stack prod\``,
    );
  });

  it("says what it stands in the place of, and loudly that from then on others are asked", () => {
    const { text } = slackProposal({ proposal: of({ next: "nobody" }), stale: "20261128-050000-wxyz" });
    assert.match(
      text,
      /\nin the place of: 20261128-050000-wxyz, which is withdrawn: what would be done has changed\nwho: .*\nfrom then on: nobody is asked\n/,
    );
    const sre = { from: "sre", count: 1 };
    assert.match(slackProposal({ proposal: of({ next: sre }) }).text, /\nfrom then on: 1 of sre are asked\n/);
  });

  it("is taken back with who did so and why", () => {
    assert.equal(
      slackProposal({ proposal: of({ withdrawn }) }).text,
      `◼ *deploy website v1 → v2* in prod: *withdrawn*, nobody is to approve it any more
who: ben
why: v3 is out
proposed by: ada@desk (ada)
more: \`release proposals ${id} --stack prod\``,
    );
  });
});

describe("that a release waits for others, as an event", () => {
  it("has who, what, until when and the commands, and no parameter", () => {
    const env = { ...parameters("v2", { env: { TOKEN: "plain" } }), secrets: { password: "v1:abc" } };
    const changes = [{ ...change("website", "v1", "v2"), after: env }];
    const event = proposalEvent({ proposal: of({ changes }), stale: "20261128-050000-wxyz" });
    assert.deepEqual(event, {
      specversion: "1.0",
      id: `${id}-proposed`,
      source: "/service-releases/releases/prod",
      type: "service-releases.proposal.proposed",
      time: "2026-11-29T05:00:01.000Z",
      datacontenttype: "application/json",
      data: {
        ...{ id, project: "releases", stack: "prod", kind: "deploy", result: "proposed" },
        ...{ operator: "ada@desk", user: "ada" },
        ...{ proposedAt: "2026-11-29T05:00:01.000Z", expiresAt: "2026-11-30T05:00:01.000Z" },
        ...{ terms: { from: "shop-approvers", count: 2 }, missing: 2, stale: "20261128-050000-wxyz" },
        approve: `release approve ${id} --stack prod`,
        carryOut: `release up --proposal ${id} --stack prod`,
        services: [{ service: "website", namespace: "staging", from: "v1", to: "v2" }],
        evidence: `release proposals ${id} --stack prod`,
      },
    });
  });

  it("has another id and type once it is withdrawn, and nothing to approve", () => {
    const { type, time, data, id: event } = proposalEvent({ proposal: of({ withdrawn }) });
    assert.deepEqual([event, type, time], [`${id}-withdrawn`, "service-releases.proposal.withdrawn", withdrawn.at]);
    assert.deepEqual([data.withdrawn, data.approve, data.missing], [withdrawn, undefined, undefined]);
  });
});

describe("who is told of a proposal", () => {
  const server = useHookServer();
  const url = { env: "HOOK_URL" };
  const wants = (parts: Partial<NotifyTarget>, told = of()) =>
    isProposalWanted({ kind: "slack", url, ...parts }, { proposal: told });

  it("is whoever asked for its result, kind and service, or for everything", () => {
    assert.equal(wants({}), true);
    assert.equal(wants({ results: ["proposed"], kinds: ["deploy"], services: ["website"] }), true);
    assert.equal(wants({ results: ["proposed"] }, of({ withdrawn })), false);
    assert.equal(wants({ results: ["withdrawn"] }, of({ withdrawn })), true);
    assert.equal(wants({ results: ["failed"] }), false);
    assert.equal(wants({ kinds: ["restart"] }), false);
    assert.equal(wants({ services: ["docs"] }), false);
  });

  it("gets one message for it, beside those of releases that have ended", async () => {
    const notes: string[] = [];
    await notify([{ record: record(1) }, { proposal: of() }], {
      targets: [
        { kind: "cloudevents", url },
        { kind: "slack", url, results: ["proposed"] },
      ],
      env: { HOOK_URL: server().url() },
      secret: () => Promise.reject(new Error("none")),
      note: (message) => notes.push(message),
    });
    assert.deepEqual(notes, []);
    const types = server().received.map(({ body }) => (JSON.parse(body) as { type?: string }).type ?? "slack");
    assert.deepEqual(types.toSorted(), [
      "service-releases.proposal.proposed",
      "service-releases.release.succeeded",
      "slack",
    ]);
  });
});
