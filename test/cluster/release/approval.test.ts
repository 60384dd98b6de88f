import assert from "node:assert/strict";
import { join } from "node:path";
import type { V1ConfigMap } from "@kubernetes/client-node";
import { apiStatus } from "../../../cluster/apiError.ts";
import { connect } from "../../../cluster/cluster.ts";
import { whoAmI } from "../../../cluster/user.ts";
import { approvalPolicy } from "../../../components/admission/approvalPolicy.ts";
import { releaserPolicy } from "../../../components/admission/releaserPolicy.ts";
import { approverManifests } from "../../../components/approverAccess.ts";
import { accessManifests } from "../../../components/rbac.ts";
import { placeOf } from "../../../parameters/stack.ts";
import { clusterProposals } from "../../../records/proposals.ts";
import { approveProposal } from "../../../release/approvals/approve.ts";
import { kubeconfigOf } from "../people.ts";
import { noClusterVariable, removeObjects, useLab, useNamespace } from "../support.ts";
import { patienceMs, steady, useProject, type CliResult } from "./project.ts";

type Name = "ada" | "ben" | "bea" | "dan";

/** Each step goes on from the one before, as the days of a stack do. */
describe("a stack whose releases two others approve", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "approval");
  const project = useProject();
  const groups = () => ({
    viewer: `${namespace()}-viewers`,
    releaser: `${namespace()}-releasers`,
    owner: `${namespace()}-owners`,
    approver: `${namespace()}-approvers`,
  });
  const policies = () => [...releaserPolicy(namespace(), groups()), ...approvalPolicy(namespace(), groups().approver)];
  let people: Record<Name, string>;

  const as = (name: Name, ...args: string[]): Promise<CliResult> =>
    project().cli("--kubeconfig", people[name], ...args);
  const told = (text: string): string =>
    steady(text)
      .replaceAll(namespace(), "NS")
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "AT");
  const idIn = (text: string): string => /\d{8}-\d{6}-[a-z0-9]{4}/.exec(text)?.[0] ?? assert.fail(text);

  before(async () => {
    project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
    await project().release([]);
    const asks = `config:\n  releases:approval: { from: ${groups().approver}, count: 2 }\n`;
    project().write(project().read().replace("config:\n", asks));
    const roles = [...accessManifests(namespace(), groups()), ...approverManifests(namespace(), groups().approver)];
    for (const manifest of [...roles, ...policies()]) await cluster().objects.create(manifest);
    const person = (name: Name, group: string) => kubeconfigOf(join(project().directory, name), name, group);
    people = {
      ada: person("ada", groups().releaser),
      ben: person("ben", groups().approver),
      bea: person("bea", groups().approver),
      dan: person("dan", groups().viewer),
    };
    while ((await written("ben", { kind: "" })) !== denied("who may not release may write approvals alone"))
      await new Promise((done) => setTimeout(done, 200));
  });

  after(async () => {
    if (process.env[noClusterVariable] !== undefined) return;
    await removeObjects(cluster(), policies());
  });

  /** What the API server says to a ConfigMap that somebody writes by hand; nothing where it takes it. */
  async function written(name: Name, { kind, ...data }: Record<string, string>): Promise<string | undefined> {
    const labels = kind === "" ? {} : { labels: { "releases/approval": kind ?? "" } };
    const body: V1ConfigMap = { metadata: { name: "by-hand", ...labels }, immutable: true, data };
    try {
      const { core } = connect({ kubeconfig: people[name] });
      await core.createNamespacedConfigMap({ namespace: namespace(), body, dryRun: "All" });
      return undefined;
    } catch (error) {
      return /denied request: (.*)$/.exec(apiStatus(error)?.message ?? "")?.[1] ?? String(error);
    }
  }

  const denied = (why: string): string => `ConfigMap by-hand: ${why}`;

  let first: string;

  it("has a release stand proposed, once, and touches nothing", async () => {
    const before = project().read();
    const asked = await as("ada", "up", "web=v2", "-m", "new navigation");
    assert.equal(asked.code, 7, asked.stderr);
    assert.match(asked.stderr, /^✔ plan /m);
    assert.equal(
      told(asked.stdout),
      "proposed: deploy web v1 → v2 (ID)\n" +
        "  waits for: 2 more of NS-approvers, until AT UTC; nothing was touched\n" +
        "  next: release approve ID, by others; then release up --proposal ID\n",
    );
    first = idIn(asked.stdout);
    const again = await as("ada", "up", "web=v2", "-m", "new navigation", "--json");
    assert.equal(again.code, 7, again.stderr);
    const { changed, release, proposal } = JSON.parse(again.stdout) as Record<string, Record<string, unknown>>;
    assert.deepEqual([changed, release, proposal?.id, proposal?.missing], [false, null, first, 2]);
    assert.equal(project().read(), before);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1" });
  });

  it("shows who asks for what, to whoever may look", async () => {
    const list = await as("dan", "proposals");
    assert.equal(list.code, 0, list.stderr);
    assert.match(
      told(list.stdout),
      /^PROPOSAL +KIND +WHAT +BY +UNTIL \(UTC\) +STATE *\nID +deploy +web v1 → v2 +ada +AT +waits for 2 more of NS-approvers \(0 approved\) *\n$/,
    );
    const status = await as("dan", "status");
    assert.match(
      told(status.stdout),
      /^proposed: deploy web v1 → v2 \(ID\) by ada waits for 2 more of NS-approvers \(0 approved\)$/m,
    );
    const { stdout } = await as("dan", "proposals", first);
    assert.equal(
      told(stdout),
      "proposal  ID  deploy web v1 → v2\n" +
        "state     waits for 2 more of NS-approvers (0 approved)\n" +
        "by        ada\n" +
        "reason    new navigation\n" +
        "stack     releases/staging\n" +
        "proposed  AT UTC, until AT UTC\n" +
        "\nweb v2\n" +
        "  release.version: v1 → v2\n",
    );
  });

  it("is approved by nobody who proposed it, or is not in the group", async () => {
    const own = await as("ada", "approve", first);
    assert.equal(own.code, 1);
    assert.equal(
      told(own.stderr),
      "APPROVAL_OF_ONES_OWN: ID was proposed by ada, whom the API server takes you for: it is for others to approve\n" +
        "  next: ask somebody of NS-approvers; to take it back: release withdraw ID\n",
    );
    const outside = await as("dan", "approve", first);
    assert.equal(outside.code, 1);
    assert.equal(
      told(outside.stderr),
      "APPROVAL_OUTSIDE: ID is for NS-approvers to approve, and the API server does not see you in that group\n" +
        "  - you: dan\n" +
        "  - your groups: NS-viewers, system:authenticated\n" +
        "  next: ask somebody of NS-approvers, or whoever keeps its members\n",
    );
  });

  it("has the cluster itself refuse an approval in another's name, of one's own, or from outside", async () => {
    assert.equal(
      await written("ada", { kind: "approval", user: "ada", proposer: "cy" }),
      denied(`an approval is for ${groups().approver} to give`),
    );
    assert.equal(
      await written("ben", { kind: "approval", user: "bea", proposer: "ada" }),
      denied("a proposal and an approval are in the name of whoever writes them"),
    );
    assert.equal(
      await written("ben", { kind: "approval", user: "ben", proposer: "ben" }),
      denied("nobody approves what they have proposed"),
    );
    assert.equal(
      await written("ada", { kind: "proposal", user: "ben" }),
      denied("a proposal and an approval are in the name of whoever writes them"),
    );
    assert.equal(await written("ada", { kind: "" }), undefined);
    const body = [{ op: "add", path: "/metadata/labels/releases~1approval", value: "proposal" }];
    const [record] = (await cluster().core.listNamespacedConfigMap({ namespace: namespace() })).items.filter(
      ({ metadata }) => metadata?.labels?.["releases/record"] !== undefined,
    );
    const { core } = connect({ kubeconfig: people.ada });
    await assert.rejects(
      core.patchNamespacedConfigMap({ namespace: namespace(), name: record?.metadata?.name ?? "", body }),
      /what is a proposal or an approval stays one, and nothing else becomes one/,
    );
  });

  it("has doctor say whether the cluster holds it, by the same means for everybody", async () => {
    const said = async (name: Name): Promise<string | undefined> => {
      const { stdout } = await as(name, "doctor");
      return told(stdout)
        .split("\n")
        .find((line) => line.includes(" approval "));
    };
    const held = "✔ approval      the policy releases-approval-NS holds who approves, and what";
    assert.equal(await said("ada"), held);
    assert.equal(await said("ben"), held);
    assert.match(
      (await said("dan")) ?? "",
      /^! approval {6}not known: .*User "dan" cannot create resource "configmaps"/,
    );
  });

  it("waits on after the first yes, and is carried out after the second, once", async () => {
    const ben = await as("ben", "approve", first, "-m", "seen on staging");
    assert.equal(ben.code, 0, ben.stderr);
    assert.match(told(ben.stdout), /^approved {2}by ben \(AT UTC\): seen on staging$/m);
    assert.match(told(ben.stdout), /^approved: 1 more of NS-approvers is to approve it$/m);
    const twice = await as("ben", "approve", first);
    assert.match(told(twice.stdout), /^approved already, by you: 1 more of NS-approvers is to approve it$/m);
    const early = await as("ada", "up", "--proposal", first);
    assert.equal(early.code, 7, early.stderr);
    assert.match(told(early.stdout), /^ {2}waits for: 1 more of NS-approvers, until AT UTC; nothing was touched$/m);
    const bea = await as("bea", "approve", first);
    assert.equal(told(bea.stdout).trimEnd().split("\n").at(-1), "approved: release up --proposal ID carries it out");
    const done = await as("ada", "up", "--proposal", first);
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1" });
    const shown = await as("dan", "show", idIn(done.stdout));
    assert.match(told(shown.stdout), /^reason {4}new navigation$/m);
    assert.match(
      told(shown.stdout),
      /^approved {2}by ben \(AT UTC\): seen on staging, by bea \(AT UTC\); proposed as ID by ada$/m,
    );
    const again = await as("ada", "up", "--proposal", first);
    assert.equal(again.code, 1);
    assert.match(
      told(again.stderr),
      /^PROPOSAL_OVER: proposal ID \(deploy web v1 → v2\) was carried out: release ID\n {2}next: an approval is for one release: propose it anew, with the same command as then\n$/,
    );
  });

  it("lets nobody wait for what changes nothing, nor for a rollback", async () => {
    const same = await as("ada", "up");
    assert.equal(same.code, 0, same.stderr);
    assert.match(same.stdout, /^no change: /);
    const back = await as("ada", "rollback", "web");
    assert.equal(back.code, 0, back.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1" });
  });

  it("is carried out by the same command too, as a pipeline does, restart and all", async () => {
    const asked = await as("ada", "restart", "docs");
    assert.equal(asked.code, 7, asked.stderr);
    await approvedByBoth(idIn(asked.stdout));
    const done = await as("ada", "restart", "docs");
    assert.equal(done.code, 0, done.stderr);
  });

  it("has what was approved and fails taken back at once, and wants that proposed anew", async () => {
    const asked = await as("ada", "up", "web=crash");
    await approvedByBoth(idIn(asked.stdout));
    const failed = await as("ada", "up", "--proposal", idIn(asked.stdout));
    assert.equal(failed.code, 2, failed.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1" });
    const again = await as("ada", "up", "web=crash", "--force", "-m", "the database is back");
    assert.equal(again.code, 7, again.stderr);
    assert.equal((await as("ada", "withdraw", idIn(again.stdout))).code, 0);
  });

  it("does not take a yes to a release for a yes to the same one, done another way", async () => {
    const asked = await as("ada", "up", "docs=v2");
    await approvedByBoth(idIn(asked.stdout));
    const other = await as("ada", "up", "docs=v2", "--no-restore");
    assert.equal(other.code, 7, other.stderr);
    assert.notEqual(idIn(other.stdout), idIn(asked.stdout));
    for (const { stdout } of [asked, other]) assert.equal((await as("ada", "withdraw", idIn(stdout))).code, 0);
  });

  it("asks again where the plan is no longer what was approved", async () => {
    const asked = await as("ada", "up", "docs=v2");
    const id = idIn(asked.stdout);
    await approvedByBoth(id);
    const between = await as("ada", "restart", "docs", "--emergency", "docs hang");
    assert.equal(between.code, 0, between.stderr);
    const stale = await as("ada", "up", "--proposal", id);
    assert.equal(stale.code, 7, stale.stderr);
    assert.match(
      told(stale.stdout),
      /^proposed: deploy docs v1 → v2 \(ID\)\n {2}stale: what would be done now is not what stands in ID, which is withdrawn\n {2}waits for: 2 more/,
    );
    const { stdout } = await as("dan", "proposals", id);
    assert.match(told(stdout), /^state {5}withdrawn by ada: what would be done has changed: ID$/m);
    const next = idIn(stale.stdout);
    assert.notEqual(next, id);
    const gone = await as("ada", "withdraw", next, "-m", "not now");
    assert.equal(told(gone.stdout), "withdrawn: deploy docs v1 → v2 (ID)\n");
    assert.equal((await as("dan", "proposals")).stdout, "nothing stands proposed\n");
  });

  it("goes ahead in an emergency, on record", async () => {
    const done = await as("ada", "up", "docs=v2", "--emergency", "docs are down, and ben does not answer");
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v2" });
    const history = await as("dan", "history", "--limit", "1");
    assert.match(told(history.stdout), /docs v1 → v2 .* succeeded, emergency *$/m);
    const shown = await as("dan", "show", idIn(done.stdout));
    assert.match(
      told(shown.stdout),
      /^approved {2}by nobody, as an emergency \(2 of NS-approvers were to\): docs are down, and ben does not answer$/m,
    );
  });

  it("still asks where somebody takes the key out of their file: that is for the same people to approve", async () => {
    const before = project().read();
    project().write(before.replace(/^ {2}releases:approval: .*\n/m, ""));
    const asked = await as("ada", "up", "docs=v3");
    assert.equal(asked.code, 7, asked.stderr);
    const shown = await as("dan", "proposals", idIn(asked.stdout));
    assert.match(told(shown.stdout), /^approval {2}from then on nobody is asked$/m);
    assert.equal((await as("ada", "withdraw", idIn(asked.stdout))).code, 0);
    // An emergency is one release's, and changes nothing for the next.
    const done = await as("ada", "up", "docs=v3", "--emergency", "docs are down again");
    assert.equal(done.code, 0, done.stderr);
    const still = await as("ada", "up", "docs=v1");
    assert.equal(still.code, 7, still.stderr);
    assert.equal((await as("ada", "withdraw", idIn(still.stdout))).code, 0);
    project().write(before);
  });

  /** As the console does: the functions, without a command. */
  async function approvedByBoth(id: string): Promise<void> {
    for (const name of ["ben", "bea"] as const) {
      const session = project().session();
      const own = connect({ kubeconfig: people[name] });
      const { changed } = await approveProposal(
        id,
        undefined,
        await whoAmI(own),
        clusterProposals(own, placeOf(session.stack)),
      );
      assert.equal(changed, true);
    }
  }
});
