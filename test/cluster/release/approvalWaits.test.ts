import assert from "node:assert/strict";
import { placeOf } from "../../../parameters/stack.ts";
import { clusterProposals, type ProposalStore } from "../../../records/proposals.ts";
import { approveProposal, withdrawProposal } from "../../../release/approvals/approve.ts";
import { useBranch } from "./branch.ts";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, quick, steady, useProject, type RunningCli } from "./project.ts";

/** Who says yes here is made up: who may is told in approval.test.ts. */
const ben = { name: "ben", groups: ["sre"] };
const asks = "config:\n  releases:approval: { from: sre }\n";
const idIn = (text: string): string => /\d{8}-\d{6}-[a-z0-9]{4}/.exec(text)?.[0] ?? assert.fail(text);

describe("what is released by itself, or in steps, where others approve", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "approval-of");

  describe("a branch that is watched", () => {
    const project = useProject();
    const { begin, push } = useBranch(project);
    const store = (): ProposalStore => clusterProposals(cluster(), placeOf(project().session().stack));
    let watching: RunningCli;
    before(async () => {
      project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
      await project().release([]);
      project().write(project().read().replace("config:\n", asks));
      begin();
      watching = project().start(["watch", "--interval", "1"]);
      await watching.saw(/ first is released/);
    });

    it("waits with each commit, without asking again and again, and goes on once it is approved", async () => {
      push("new nav", { web: "v2" });
      await watching.saw(/ new nav waits: 1 more of sre is to approve proposal /);
      const [proposal] = await store().list();
      assert.equal(proposal?.operator, "Grace, by release watch");
      assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1" });
      const { changed } = await approveProposal(proposal.id, undefined, ben, store());
      assert.equal(changed, true);
      await watching.saw(/ new nav is released/);
      assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1" }, watching.text());
      assert.equal(watching.text().match(/^proposed: /gm)?.length, 1);
      assert.equal((await store().list()).length, 1);
    });

    it("passes over a commit whose proposal is withdrawn", async () => {
      push("no good", { web: "v3" });
      await watching.saw(/ no good waits: /);
      const [proposal] = await store().list();
      await withdrawProposal(proposal?.id ?? "", "not now", ben, store());
      await watching.saw(/ no good is refused: the next commit is tried: proposal \S+ is withdrawn/);
      assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1" }, watching.text());
      watching.child.kill("SIGTERM");
      assert.equal((await watching.ended).code, 0, watching.text());
    });
  });

  describe("a canary", () => {
    const project = useProject();
    const home = useNamespace(cluster, "approval-canary");
    const store = (): ProposalStore => clusterProposals(cluster(), placeOf(project().session().stack));
    const basic = `${quick.replace("replicas: 1", "replicas: 2")}, canary: { steps: [{ weight: 50, pause: manual }] }`;
    before(async () => {
      project().stack(home(), { web: { version: "v1", basic } });
      await project().release([]);
      project().write(project().read().replace("config:\n", asks));
    });

    it("is approved with its begin, and walked to its end", async () => {
      const asked = await project().cli("up", "web=v2", "--canary", "-m", "new navigation");
      assert.equal(asked.code, 7, asked.stderr);
      assert.match(steady(asked.stdout), /^proposed: canary web v2 \(ID\)\n/);
      const id = idIn(asked.stdout);
      await approveProposal(id, undefined, ben, store());
      const begun = await project().cli("up", "--proposal", id);
      assert.equal(begun.code, 0, begun.stderr);
      assert.deepEqual(await project().running(home()), { web: "v1", "web-canary": "v2" });
      const promoted = await project().cli("canary", "promote");
      assert.equal(promoted.code, 0, promoted.stderr);
      assert.deepEqual(await project().running(home()), { web: "v2" });
      const [, first] = await project().session().records.list();
      assert.deepEqual(
        first?.approval?.by?.map(({ user }) => user),
        ["ben"],
      );
      assert.equal(first.description, "new navigation");
    });

    it("takes nothing else with its steps, and is aborted without waiting", async () => {
      const asked = await project().cli("up", "web=v3", "--canary");
      await approveProposal(idIn(asked.stdout), undefined, ben, store());
      const begun = await project().cli("up", "web=v3", "--canary");
      assert.equal(begun.code, 0, begun.stderr);
      const before = project().read();
      project().write(before.replace("web: { template", "web: { env: { A: b }, template"));
      const more = await project().cli("canary", "promote");
      assert.equal(more.code, 1);
      assert.match(
        more.stderr,
        /^APPROVAL_BESIDE_CANARY: a canary's step was approved with its begin, and would bring more than that; nothing was touched\n {2}- web: basic\.env\.A$/m,
      );
      project().write(before);
      const superseded = await project().cli("up", "web=v2-other", "--canary", "--supersede");
      assert.match(superseded.stderr, /^APPROVAL_SUPERSEDES: /m);
      const aborted = await project().cli("canary", "abort");
      assert.equal(aborted.code, 0, aborted.stderr);
      assert.deepEqual(await project().running(home()), { web: "v2" });
    });
  });

  describe("a stack that was never released", () => {
    const project = useProject();

    it("has no place for a proposal, and says how it gets one", async () => {
      const nowhere = `${namespace()}-new`;
      project().stack(nowhere, { web: { version: "v1" } });
      const text = project().read().replace("config:\n", asks);
      project().write(`${text}  releases:namespaces: { ${nowhere}: {} }\n`);
      const { code, stderr } = await project().cli("up");
      assert.equal(code, 1);
      assert.match(
        stderr.replaceAll(nowhere, "NS"),
        /^APPROVAL_NO_PLACE: others approve releases of stack staging, and there is no namespace NS where a proposal could stand; nothing was touched\n {2}at Pulumi\.staging\.yaml: releases:approval\n {2}next: make it \(kubectl create namespace NS\), then propose; what cannot wait: --emergency REASON, which is recorded$/m,
      );
    });
  });
});
