import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { circleci } from "../../../cli/ci/circleci.ts";
import { github } from "../../../cli/ci/github.ts";
import { gitlab } from "../../../cli/ci/gitlab.ts";
import { labPart } from "../../../lab/parts.ts";
import { commentStub, jobOf } from "../../cli/ci/commentStub.ts";
import { machine, runJob, scriptsOf } from "../../cli/ci/steps.ts";
import { patienceMs, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

const parts = {
  stacks: ["staging"],
  branch: "main",
  service: "web",
  image: "registry.example/team/web",
  releases: "https://git.example/team/releases.git",
};

describe("the pipeline of the releases, word for word", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "pipeline");
  const project = useProject();
  const home = mkdtempSync(join(tmpdir(), "release-ci-"));
  const jobs = scriptsOf("github", github.releases.text(parts));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: project().directory, encoding: "utf8" }).trim();
  const run = (job: string, of = jobs, env: NodeJS.ProcessEnv = {}) =>
    runJob(of[job] ?? [], project().directory, {
      ...process.env,
      ...machine(home),
      // Where the lab's Pulumi is.
      HOME: process.env.HOME,
      ...{ KUBECONFIG: project().kubeconfig, RELEASE_OPERATOR: "ada", PULL_REQUEST: "https://git.example/pull/7" },
      ...env,
    });
  before(() => {
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", join(home, "origin.git")]);
    project().stack(namespace(), { web: { version: "v1" } });
    writeFileSync(join(project().directory, ".gitignore"), "/kubeconfig\n/.pulumi/\n/node_modules\n/plan.md\n");
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Test");
    git("config", "user.email", "test@example.invalid");
    git("remote", "add", "origin", join(home, "origin.git"));
    commit("first");
  });
  after(() => {
    rmSync(home, { recursive: true });
  });

  it("is right by GitHub's own rules", async () => {
    const files = [github.releases.text({ ...parts, stacks: ["staging", "prod"] }), github.service.text(parts)];
    for (const text of files) {
      execFileSync(await labPart("actionlint"), ["-no-color", "-"], { input: text, encoding: "utf8" });
    }
  });

  it("releases on merge, and finds nothing drifted", async () => {
    const { code, said } = await run("staging");
    assert.equal(code, 0, said);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    assert.equal((await project().session().records.list())[0]?.description, "first");
    const drift = await run("drift");
    assert.equal(drift.code, 0, drift.said);
  });

  it("shows the plan in one comment", async () => {
    project().write(project().read().replace("version: v1", "version: v2"));
    const { code, said } = await run("plan");
    assert.equal(code, 0, said);
    assert.match(
      readFileSync(join(project().directory, "plan.md"), "utf8"),
      /^### Plan for staging\n```\n(.*\n)*.*web:v2.*\n(.*\n)*```\n$/,
    );
    assert.match(
      readFileSync(join(home, "asked"), "utf8"),
      /^gh pr comment https:\/\/git\.example\/pull\/7 --edit-last --create-if-none --body-file plan\.md$/m,
    );
  });

  for (const [name, { releases }] of Object.entries({ gitlab, circleci })) {
    it(`shows the plan in one comment from ${name}, too`, async () => {
      const stub = await commentStub();
      try {
        const of = scriptsOf(name, releases.text(parts));
        for (const version of ["v2", "v3"]) {
          project().write(
            project()
              .read()
              .replace(/version: v\d/, `version: ${version}`),
          );
          const { code, said } = await run("plan", of, jobOf(name, stub.url));
          assert.equal(code, 0, said);
        }
        const [{ body } = assert.fail("no comment"), ...more] = stub.comments;
        assert.match(body, /^<!-- release plan -->\n### Plan for staging\n```\n(.*\n)*.*web:v3.*\n(.*\n)*```\n$/);
        assert.deepEqual(more, []);
      } finally {
        stub.stop();
      }
    });
  }

  it("says in git what was taken back, which release set does not bring again", async () => {
    project().write(
      project()
        .read()
        .replace(/version: v\d/, "version: crash"),
    );
    commit("a bad one");
    const { code, said } = await run("staging");
    assert.equal(code, 2, said);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    assert.equal(
      git("log", "-1", "--format=%B", "origin/main"),
      "Take back what failed in staging\n\nRelease-Kind: restore",
    );
    assert.match(git("show", "origin/main:Pulumi.staging.yaml"), /web: \{ version: v1 \}/);
    const again = await project().cli("set", "web=crash");
    assert.match(
      again.stderr,
      /^ {2}- web crash: commit \w+ of \S+ took it back to v1 \("Take back what failed in staging"\)$/m,
    );
  });

  function commit(message: string): void {
    git("add", ".");
    git("commit", "--quiet", "-m", message);
    git("push", "--quiet", "--set-upstream", "origin", "main");
  }
});
