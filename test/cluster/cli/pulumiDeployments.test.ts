import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCli } from "../../../cli/findCli.ts";
import { preRunCommands } from "../../../cli/ci/deployments/preRun.ts";
import { runJob } from "../../cli/ci/steps.ts";
import { patienceMs, useProject } from "../release/project.ts";
import { useLab } from "../support.ts";
import { pulumiCloud, token, type PulumiCloud } from "./pulumiCloud.ts";

/** Pulumi's own CLI writes them, to a stand-in for its Cloud on this machine. */
describe("release ci pulumi-deployments", function () {
  this.timeout(patienceMs);
  useLab();
  const project = useProject();
  const home = mkdtempSync(join(tmpdir(), "release-deployments-"));
  let cloud: PulumiCloud;
  const env = () => ({
    // A home of its own: the CLI keeps there whom it has logged in.
    ...{ PATH: `${home}:${process.env.PATH ?? ""}`, PULUMI_HOME: join(home, "home") },
    ...{ PULUMI_BACKEND_URL: cloud.url, PULUMI_ACCESS_TOKEN: token },
  });
  const cli = (...args: string[]) => project().start(["ci", "pulumi-deployments", ...args], env()).ended;

  before(async () => {
    symlinkSync((await findCli(process.env)).command, join(home, "pulumi"));
    project().stack("shop", { web: { version: "v1" } });
    project().stack("shop-prod", { web: { version: "v1" } }, "prod");
    const git = (...args: string[]) => execFileSync("git", args, { cwd: project().directory });
    git("init", "--quiet", "--initial-branch=main");
    git("remote", "add", "origin", "git@github.com:acme/releases.git");
  });
  beforeEach(async () => {
    cloud = await pulumiCloud(["acme/releases/staging", "acme/releases/prod"]);
  });
  afterEach(() => cloud.close());
  after(() => {
    rmSync(home, { recursive: true });
  });

  const settings = (stack: string, push: boolean) => ({
    sourceContext: { git: { branch: "main", repoDir: "." } },
    vcs: {
      provider: "github",
      repository: "acme/releases",
      ...(push ? { deployCommits: true } : {}),
      previewPullRequests: true,
      paths: [`Pulumi.${stack}.yaml`, "services/*.yaml"],
    },
    operationContext: { options: { skipInstallDependencies: true }, preRunCommands: preRunCommands(stack) },
  });
  const written = () => cloud.asked.filter((request) => request.startsWith("POST "));

  it("writes the settings of every stack, prod last and not on a push; once more they are the same", async () => {
    const { code, stdout, stderr } = await cli("--yes");
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "written    staging\nwritten    prod\nby hand    pulumi deployment run update --stack prod\n");
    assert.match(stderr, /^staging has now:\n {2}No deployment settings are configured for this stack\.\n/);
    assert.match(stderr, /^prod has now:\n/m);
    assert.match(stderr, /^pulumi deployment settings edit --stack prod \\\n {2}--vcs-provider github \\\n/m);
    const all = [
      ["acme/releases/staging", settings("staging", true)],
      ["acme/releases/prod", settings("prod", false)],
    ];
    assert.deepEqual([...cloud.settings], all);
    assert.equal((await cli("--yes")).code, 0);
    assert.deepEqual([...cloud.settings], all);
    assert.deepEqual(cloud.wrong, []);
  });

  it("writes what else is asked for, as Pulumi's API has it, and leaves what it does not name", async () => {
    const before = { operationContext: { environmentVariables: { LEVEL: "info" } }, cacheOptions: { enable: true } };
    cloud.settings.set("acme/releases/prod", before);
    const { code, stdout, stderr } = await cli(
      ...["--yes", "--json", "--stack", "prod", "--organization", "acme", "--branch", "release", "--folder", "infra"],
      ...[
        "--push-to-deploy",
        "--no-preview-prs",
        "--remediate-drift",
        "--runner-pool",
        "p1",
        "--executor-image",
        "img",
      ],
      ...["--pre-run", "aws eks update-kubeconfig --name 'prod'", "--oidc-aws-role-arn", "arn:aws:iam::1:role/release"],
      ...["--oidc-aws-session-name", "release"],
    );
    assert.equal(code, 0, stderr);
    const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; written: boolean }[] };
    assert.deepEqual(
      stacks.map(({ stack, written: done }) => [stack, done]),
      [["acme/releases/prod", true]],
    );
    assert.deepEqual(cloud.settings.get("acme/releases/prod"), {
      ...before,
      sourceContext: { git: { branch: "release", repoDir: "infra" } },
      vcs: {
        ...{ provider: "github", repository: "acme/releases", deployCommits: true },
        paths: ["infra/Pulumi.prod.yaml", "infra/services/*.yaml"],
      },
      operationContext: {
        ...before.operationContext,
        preRunCommands: ["aws eks update-kubeconfig --name 'prod'", ...preRunCommands("prod")],
        oidc: { aws: { roleArn: "arn:aws:iam::1:role/release", sessionName: "release" } },
        options: { skipInstallDependencies: true, remediateIfDriftDetected: true },
      },
      agentPoolID: "p1",
      executorContext: { executorImage: { reference: "img" } },
    });
    assert.deepEqual(cloud.wrong, []);
  });

  it("asks the Cloud for nothing with --dry-run, and writes nothing without a person's yes", async () => {
    const dry = await cli("--dry-run", "--stack", "staging");
    assert.equal(dry.code, 0, dry.stderr);
    assert.match(
      dry.stdout,
      /^pulumi deployment settings edit --stack staging \\\n(.* \\\n)+.* 'npx release up --stack staging .*'\n$/,
    );
    assert.deepEqual(cloud.asked, []);
    const unasked = await cli("--stack", "staging");
    assert.equal(unasked.code, 1);
    assert.match(unasked.stderr, /^CONFIRMATION_NEEDED: .*\n {2}next: look at what would change \(--dry-run\)/m);
    assert.deepEqual(written(), []);
  });

  it("asks the person at a terminal, who sees both", async () => {
    const before = { ...process.env };
    Object.assign(process.env, env());
    try {
      for (const [answer, end, stacks] of [
        ["n", 5, 0],
        ["y", 0, 1],
      ] as const) {
        const asked = project().atTerminal("ci", "pulumi-deployments", "--stack", "prod");
        await asked.saw(/Write these settings to http:\/\/127\.0\.0\.1:\d+\? \[y\/N\] /);
        assert.match(
          asked.text(),
          /No deployment settings are configured[^]*pulumi deployment settings edit --stack prod/,
        );
        asked.type(`${answer}\n`);
        assert.equal((await asked.ended).code, end, asked.text());
        assert.equal(cloud.settings.size, stacks);
      }
    } finally {
      for (const name of Object.keys(env())) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, before);
    }
  });

  it("does by hand what it shows, word for word", async () => {
    const { stdout } = await cli("--dry-run", "--stack", "prod", "--pre-run", "echo 'it''s'");
    const ran = await runJob([stdout], project().directory, { ...process.env, ...env() });
    assert.equal(ran.code, 0, ran.said);
    const { operationContext } = cloud.settings.get("acme/releases/prod") as ReturnType<typeof settings>;
    assert.deepEqual(operationContext.preRunCommands, ["echo 'it''s'", ...preRunCommands("prod")]);
  });

  it("says what the Cloud refuses, and what was written before", async () => {
    cloud.refused.set("acme/releases/prod", "Bad Request: no integration of github has acme/releases");
    const { code, stderr } = await cli("--yes");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^SETTINGS_REFUSED: Pulumi does not take them: .*no integration of github has acme\/releases\n {2}at deployment settings of prod\n {2}- staging has its settings by now\n {2}next: pulumi deployment settings get --stack prod\n$/m,
    );
  });

  it("writes nothing where a stack is not there, the Cloud does not answer, or nobody is let in", async () => {
    const unknown = await cli("--yes", "--organization", "other");
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /^STACK_UNKNOWN: .*'other\/releases\/staging' found\n/m);
    const stranger = { ...env(), PULUMI_ACCESS_TOKEN: "pul-somebody" };
    const out = await project().start(["ci", "pulumi-deployments", "--yes"], stranger).ended;
    assert.equal(out.code, 1);
    assert.match(out.stderr, /^NOT_LOGGED_IN: /m);
    assert.deepEqual(written(), []);
    await cloud.close();
    const away = await cli("--yes");
    assert.equal(away.code, 6);
    assert.match(away.stderr, /^BACKEND_UNREACHABLE: .*connection refused\n {2}at deployment settings of staging\n/m);
  });

  it("is not for a stack whose state is elsewhere", async () => {
    const { code, stderr } = await project().cli("ci", "pulumi-deployments", "--dry-run");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^NOT_PULUMI_CLOUD: Pulumi Deployments runs what Pulumi Cloud keeps, and the state of these stacks is in file:\/\/.*\n {2}at .*\n {2}next: move it there \(docs\/state\.md\), or: release ci github, gitlab or circleci\n$/,
    );
  });
});
