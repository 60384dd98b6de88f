import assert from "node:assert/strict";
import { join } from "node:path";
import type { ApiProblem } from "../../../console/api/problem.ts";
import type { LiveEvent } from "../../../console/api/live.ts";
import type { Proposals } from "../../../console/api/proposals.ts";
import type { Overview } from "../../../console/api/overview.ts";
import type { ReleaseDetail, Releases } from "../../../console/api/releases.ts";
import type { ServiceDetail } from "../../../console/api/service.ts";
import { accessLevels } from "../../../components/rbac.ts";
import { usePeople } from "../people.ts";
import { patienceMs, useProject, type RunningCli } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";
import { ConsoleClient } from "./client.ts";
import { linkOf } from "./link.ts";

const ended = (events: LiveEvent[]) => events.some((event) => event.type === "act" && event.ended !== undefined);

describe("the console, on a cluster", function () {
  this.timeout(patienceMs * 2);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "console");
  const people = usePeople(cluster, namespace);
  const project = useProject();
  const started: RunningCli[] = [];
  const start = async (...options: string[]): Promise<{ running: RunningCli; text: string }> => {
    const data = join(project().directory, "acts");
    const args = ["console", "--stacks", "staging", "--no-open", "--data", data, ...options];
    const running = project().start(args);
    started.push(running);
    await running.saw(/#token=[\w-]+|at port \d+/);
    return { running, text: running.text() };
  };
  const local = async (): Promise<{ running: RunningCli; client: ConsoleClient }> => {
    const { running } = await start();
    const { origin, token } = await linkOf(running);
    const client = new ConsoleClient(origin);
    await client.signIn(token);
    return { running, client };
  };
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    await project().release([]);
  });
  afterEach(() => {
    for (const { child } of started.splice(0)) child.kill("SIGKILL");
  });

  it("shows a plan, releases it, and tells of it as it happens: the record is the person's", async () => {
    const { client } = await local();
    const heard = client.live("staging", ended);
    const { plan, id } = await client.act("staging", { verb: "up", versions: { web: "v2" } }, "from the page");
    assert.deepEqual(
      plan.plan?.services.map(({ service, changes }) => [service, changes.map(({ path }) => path)]),
      [["web", ["release.version"]]],
    );
    const { events, last } = await heard;
    const kinds = new Set(events.map(({ type }) => type));
    for (const type of ["snapshot", "overview", "record", "pods", "act"] as const) assert.ok(kinds.has(type), type);
    const { ended: end, release = "" } = await client.ended("staging", id);
    assert.equal(end?.exitCode, 0);
    const { record } = await client.get<ReleaseDetail>(`stacks/staging/releases/${release}`);
    assert.deepEqual([record.result, record.description, record.operator], ["succeeded", "from the page", "ada"]);
    const { rows } = await client.get<Overview>("stacks/staging/overview");
    assert.deepEqual(
      rows.map(({ service, runs, state, by }) => [service, runs, state, by?.split(" ")[0]]),
      [["web", "v2", "healthy", "ada"]],
    );
    // Whoever was away hears what came since, and nothing else.
    const again = await client.live(
      "staging",
      (all) => all.length > 0 && all[0]?.type !== "snapshot",
      last.replace(/\d+$/, "1"),
    );
    assert.notEqual(again.events[0]?.type, "snapshot");
  });

  it("goes back by a plan of its own, and refuses one that is not what was shown", async () => {
    const { client } = await local();
    const { id } = await client.act("staging", { verb: "rollback", services: ["web"] }, "v2 loses carts");
    assert.equal((await client.ended("staging", id)).ended?.exitCode, 0);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    const act = { verb: "up", versions: { web: "v3" } };
    const begun = await client.send("POST", "stacks/staging/acts", { act, hash: "0".repeat(32), message: "blindly" });
    const { id: other } = (await begun.json()) as { id: string };
    assert.equal((await client.ended("staging", other)).ended?.problem?.code, "PLAN_CHANGED");
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("may be killed in mid-release: the release goes on, and the next console knows how it ended", async () => {
    const first = await local();
    const { id } = await first.client.act("staging", { verb: "up", versions: { web: "v2" } }, "goes on");
    first.running.child.kill("SIGKILL");
    await first.running.ended;
    const { client } = await local();
    const state = await client.ended("staging", id);
    assert.equal(state.ended?.exitCode, 0);
    assert.ok(state.events.length > 0);
    const { releases } = await client.get<Releases>("stacks/staging/releases?limit=1");
    assert.deepEqual(
      releases.map(({ id: newest, result }) => [newest, result]),
      [[state.release, "succeeded"]],
    );
  });

  it("shows a crash with its log, and that it went back", async () => {
    const { client } = await local();
    const { id } = await client.act("staging", { verb: "up", versions: { web: "crash" } }, "breaks");
    const state = await client.ended("staging", id);
    assert.equal(state.ended?.exitCode, 2);
    const { record, evidence } = await client.get<ReleaseDetail>(`stacks/staging/releases/${state.release ?? ""}`);
    assert.equal(record.result, "rolled back");
    const logs = evidence.flatMap(({ containers }) =>
      containers.flatMap(({ log, previousLog }) => [...log, ...previousLog]),
    );
    assert.ok(logs.length > 0);
    const detail = await client.get<ServiceDetail>("stacks/staging/services/web");
    assert.deepEqual([detail.row.runs, detail.status?.phase], ["v2", "complete"]);
  });

  it("lets each person do what their role lets them, as themselves", async () => {
    const { text } = await start(
      ...["--url", "http://127.0.0.1:17431", "--port", "17431", "--trusted-proxy", "127.0.0.1"],
      ...["--trusted-proxy-header", "x-user", "--trusted-proxy-groups-header", "x-groups"],
    );
    assert.match(text, /at port 17431/);
    const as = (level: string) =>
      new ConsoleClient("http://127.0.0.1:17431", {
        "x-user": `${level}-jane`,
        "x-groups": `${namespace()}-${level}s`,
      });
    const rights = await Promise.all(
      [...accessLevels, "stranger"].map(async (level) => [level, (await as(level).me()).stacks.map(({ may }) => may)]),
    );
    const none = { approve: false };
    assert.deepEqual(rights, [
      ["viewer", [{ see: true, release: false, basic: false, ...none }]],
      ["releaser", [{ see: true, release: true, basic: false, ...none }]],
      ["owner", [{ see: true, release: true, basic: true, ...none }]],
      ["stranger", []],
    ]);
    const viewer = as("viewer");
    await viewer.me();
    const act = { verb: "restart", services: ["web"] };
    const refused = await viewer.send("POST", "stacks/staging/plans", { act });
    assert.deepEqual([refused.status, ((await refused.json()) as ApiProblem).code], [403, "NO_RIGHTS"]);
    const stranger = as("stranger");
    await stranger.me();
    assert.equal((await stranger.send("GET", "stacks/staging/overview")).status, 404);
    const releaser = as("releaser");
    await releaser.me();
    const { id } = await releaser.act("staging", { verb: "restart", services: ["web"] }, "as jane");
    const { release = "", ended: end } = await releaser.ended("staging", id);
    assert.equal(end?.exitCode, 0, JSON.stringify(end));
    const { record } = await releaser.get<ReleaseDetail>(`stacks/staging/releases/${release}`);
    assert.deepEqual([record.operator, record.user], ["releaser-jane", "releaser-jane"]);
  });

  it("lets whoever is at this machine approve as whom the API server takes them for", async () => {
    const before = project().read();
    project().write(before.replace("config:\n", 'config:\n  releases:approval: { from: "system:masters" }\n'));
    const { code, stderr } = await project().cli("up", "web=v3", "--yes", "--kubeconfig", people().releaser);
    assert.equal(code, 7, stderr);
    const { client } = await local();
    const { stacks } = await client.me();
    assert.deepEqual(
      stacks.map(({ may }) => may.approve),
      [true],
    );
    const [proposal] = (await client.get<Proposals>("stacks/staging/proposals")).proposals;
    assert.deepEqual([proposal?.mayApprove, proposal?.approvals], [true, []]);
    const path = `stacks/staging/proposals/${proposal?.summary.id ?? ""}`;
    assert.equal((await client.send("POST", `${path}/approve`, {})).status, 200);
    const [approved] = (await client.get<Proposals>("stacks/staging/proposals")).proposals;
    assert.deepEqual([approved?.mayApprove, approved?.approvals.length], [false, 1]);
    assert.equal((await client.send("POST", `${path}/withdraw`, {})).status, 200);
    const act = { verb: "up", versions: { web: "v3" } } as const;
    const { id: proposed } = await client.act("staging", act, "for others");
    assert.equal((await client.ended("staging", proposed)).ended?.exitCode, 7);
    const { id } = await client.act("staging", act, "at once", { emergency: "the shop is down" });
    const { ended: end, release = "" } = await client.ended("staging", id);
    assert.equal(end?.exitCode, 0, JSON.stringify(end));
    const { record } = await client.get<ReleaseDetail>(`stacks/staging/releases/${release}`);
    assert.equal(record.approval?.emergency, "the shop is down");
  });
});
