import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { preRunCommands } from "../../../cli/ci/deployments/preRun.ts";
import { labPaths } from "../../../lab/paths.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { machine, runJob } from "../../cli/ci/steps.ts";
import { pulumi } from "../../engine/support.ts";
import { patienceMs, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

/** What a runner has Pulumi do. */
const verbs = {
  update: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  "detect-drift": ["refresh", "--preview-only"],
};

const root = resolve(import.meta.dirname, "../../..");

/**
 * The steps of a runner as Pulumi documents them: the repository at the commit, the pre-run commands, a shell each, then
 * the operation. Its variables are the documented ones; credentials come as a kubeconfig, state is kept in a folder.
 */
describe("a runner of Pulumi Deployments", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "deployments");
  const project = useProject();
  const home = mkdtempSync(join(tmpdir(), "release-runner-"));
  const origin = join(home, "origin.git");
  const backend = { PULUMI_BACKEND_URL: `file://${join(home, "state")}` };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: project().directory, encoding: "utf8" }).trim();
  const records = () => project().session().records.list();
  const unchanged = /^Resources:\n +\d+ unchanged\n/m;
  let deployments = 0;

  before(async () => {
    mkdirSync(join(home, "state"));
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", origin]);
    project().stack(namespace(), { web: { version: "v1" } });
    writeFileSync(join(project().directory, ".gitignore"), "/kubeconfig\n/.pulumi/\n/node_modules\n");
    const made = await pulumi({ dir: project().directory, env: { ...process.env, ...backend } }, ...init);
    assert.equal(made.code, 0, made.stderr);
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Test");
    git("config", "user.email", "test@example.invalid");
    git("remote", "add", "origin", origin);
  });
  after(() => {
    rmSync(home, { recursive: true });
  });
  const init = ["stack", "init", "staging", "--no-select"];

  function commit(message: string, version?: string): void {
    // In Pulumi's own style, since it has put its salt there.
    const now = /(web:\n? *\{? ?version: )[\w-]+/;
    if (version !== undefined) project().write(project().read().replace(now, `$1${version}`));
    git("add", ".");
    git("commit", "--quiet", "--allow-empty", "-m", message);
    git("push", "--quiet", "--set-upstream", "origin", "main");
  }

  /** @returns how the pre-run commands ended, and Pulumi's operation where it was reached */
  async function deploy(operation: keyof typeof verbs = "update", preRun = preRunCommands("staging")) {
    deployments += 1;
    const dir = join(home, `deployment-${deployments}`);
    execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${origin}`, dir]);
    execFileSync("git", ["checkout", "--quiet", "--detach"], { cwd: dir });
    symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
    const env = {
      ...{ ...process.env, ...machine(home), HOME: process.env.HOME, GITHUB_ACTOR: undefined },
      ...{ ...backend, KUBECONFIG: labPaths().kubeconfig },
      ...{ PULUMI_CI_SYSTEM: "Pulumi Deployments", PULUMI_CI_BUILD_ID: `d-${deployments}` },
      ...{ PULUMI_CI_BUILD_NUMBER: String(deployments), PULUMI_CI_BUILD_URL: "https://app.example/deployments/1" },
      ...{ PULUMI_CI_ORGANIZATION: "acme", PULUMI_CI_PROJECT: "releases", PULUMI_CI_STACK: "staging" },
      PULUMI_CI_OPERATION: operation,
    };
    const before = await runJob(preRun, dir, env);
    if (before.code !== 0) return { before, up: undefined };
    const up = await pulumi({ dir, env }, ...verbs[operation], "--stack", "staging");
    assert.equal(up.code, 0, up.stdout + up.stderr);
    return { before, up: up.stdout };
  }

  it("releases a good commit, with its record; Pulumi's own up finds nothing to do", async () => {
    commit("first");
    const first = await deploy();
    assert.equal(first.before.code, 0, first.before.said);
    assert.match(first.up ?? "", unchanged);
    commit("new navigation", "v2");
    const { before, up } = await deploy();
    assert.equal(before.code, 0, before.said);
    assert.match(up ?? "", unchanged);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    const [record] = await records();
    assert.deepEqual(
      [record?.operator, record?.description, record?.result, record?.git?.commit],
      ["Pulumi Deployments 2", "new navigation", "succeeded", git("rev-parse", "--short=12", "HEAD")],
    );
  });

  it("finds nothing to do for a commit that changes no version, and makes no record of it", async () => {
    const known = (await records()).length;
    commit("a note");
    const { before, up } = await deploy();
    assert.equal(before.code, 0, before.said);
    assert.match(up ?? "", unchanged);
    assert.equal((await records()).length, known);
  });

  it("previews a pull request, and looks for drift, without a release", async () => {
    const known = (await records()).length;
    commit("a pull request", "v3");
    const preview = await deploy("preview");
    assert.match(preview.before.said, /^nothing is released: this run of Pulumi Deployments is one of "preview"$/m);
    assert.match(preview.up ?? "", /kubernetes:apps\/v1:Deployment +web +update/);
    const drift = await deploy("detect-drift");
    assert.equal(drift.before.code, 0, drift.before.said);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.equal((await records()).length, known);
  });

  it("ends with a crashing commit taken back and on record; Pulumi's own up is not reached, nor by the next one", async () => {
    commit("a bad one", "crash");
    const { before, up } = await deploy();
    assert.equal(before.code, 2, before.said);
    assert.equal(up, undefined);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    const failed = (await records()).find(({ kind }) => kind === "deploy");
    assert.deepEqual(
      [failed?.description, failed?.result, failed?.cause?.code],
      ["a bad one", "rolled back", "CrashLoop"],
    );
    commit("another note");
    const next = await deploy();
    assert.equal(next.before.code, 1, next.before.said);
    assert.match(next.before.said, /^REDEPLOY_REFUSED: /m);
    assert.equal(next.up, undefined);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    commit("mended", "v3");
    const mended = await deploy();
    assert.equal(mended.before.code, 0, mended.before.said);
    assert.match(mended.up ?? "", unchanged);
    assert.deepEqual(await project().running(namespace()), { web: "v3" });
  });

  it("of a team that keeps to plain up gives its updates their records, once, with commit, reason and run", async () => {
    commit("by plain up", "v4");
    const { up } = await deploy("update", []);
    assert.doesNotMatch(up ?? "", unchanged);
    const record = () => project().start(["record", "--from-history", "--json"], backend).ended;
    const { code, stdout, stderr } = await record();
    assert.equal(code, 0, stderr);
    const { recorded, known } = JSON.parse(stdout) as { recorded: ReleaseRecord[]; known: number };
    assert.equal(known, 0);
    const [newest] = await records();
    assert.deepEqual(
      recorded.map(({ id }) => id),
      [newest?.id],
    );
    assert.deepEqual(
      [newest?.operator, newest?.description, newest?.result, newest?.changes[0]?.after.release.version],
      [`pulumi up (Pulumi Deployments ${deployments})`, "by plain up", "succeeded", "v4"],
    );
    const head = git("rev-parse", "--short=12", "HEAD");
    assert.deepEqual(newest?.git, { commit: head, branch: "HEAD", dirty: 0 });
    const again = JSON.parse((await record()).stdout) as { recorded: ReleaseRecord[]; known: number };
    assert.deepEqual([again.recorded, again.known], [[], 1]);
    const shown = await project().start(["history", "--limit", "1"], backend).ended;
    assert.match(shown.stdout, /pulumi-\d+ +deploy +web v3 → v4 +pulumi up \(Pulumi Deployments \d+\) /);
  });

  it("is held as a whole where one service is frozen, as Pulumi's own up would release that too", async () => {
    project().stack(namespace(), { web: { version: "v5" }, docs: { version: "v1" } });
    commit("a new service");
    const frozen = await project().cli("freeze", "--until", "1h", "--reason", "an audit", "--service", "docs");
    assert.equal(frozen.code, 0, frozen.stderr);
    const { before, up } = await deploy();
    assert.equal(before.code, 4, before.said);
    assert.match(before.said, /^FROZEN: docs of stack staging is frozen; nothing was touched$/m);
    assert.equal(up, undefined);
    assert.deepEqual(await project().running(namespace()), { web: "v4" });
    const thawed = await project().cli("unfreeze");
    assert.equal(thawed.code, 0, thawed.stderr);
  });
});
