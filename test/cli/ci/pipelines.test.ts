import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repositories, stackOf, type Repositories } from "../../../bench/repositories.ts";
import { circleci } from "../../../cli/ci/circleci.ts";
import { github } from "../../../cli/ci/github.ts";
import { gitlab } from "../../../cli/ci/gitlab.ts";
import { machine, runJob, scriptsOf } from "./steps.ts";
import { parts } from "./parts.ts";

const systems = { github, gitlab, circleci };
const commit = "0123456789abcdef0123456789abcdef01234567";

describe("the pipeline of the releases", () => {
  it("is the same lines in every system", () => {
    const lines = Object.entries(systems).map(([name, { releases }]) =>
      Object.entries(scriptsOf(name, releases.text(parts)))
        .map(([job, scripts]) => `${job}:\n${scripts.join("\n").replaceAll("\n\n", "\n").trim()}`)
        .map((text) => text.replace(/\n(gh pr comment .*|npx release ci comment plan\.md)$/, ""))
        .sort(),
    );
    assert.deepEqual(lines[1], lines[0]);
    assert.deepEqual(lines[2], lines[0]);
  });

  it("gives no job on GitHub more rights than it needs, pins what it uses, cuts off no release, and runs no text of others", () => {
    const text = github.releases.text(parts);
    const file = parse(text) as {
      permissions: object;
      jobs: Record<string, { permissions: object; concurrency?: object; needs?: string; environment?: string }>;
    };
    assert.deepEqual(file.permissions, {});
    assert.deepEqual(
      Object.fromEntries(Object.entries(file.jobs).map(([name, { permissions }]) => [name, permissions])),
      {
        plan: { contents: "read", "pull-requests": "write" },
        staging: { contents: "write" },
        prod: { contents: "write" },
        drift: { contents: "read" },
      },
    );
    const { prod } = file.jobs;
    assert.deepEqual(
      [prod?.needs, prod?.environment, prod?.concurrency],
      ["staging", "prod", { group: "release-prod", "cancel-in-progress": false }],
    );
    for (const all of [text, github.service.text(parts)]) {
      for (const [, used] of all.matchAll(/uses: (.*)$/gm))
        assert.match(used ?? "", /^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      for (const scripts of Object.values(scriptsOf("github", all))) {
        for (const script of scripts) assert.doesNotMatch(script, /\$\{\{/);
      }
    }
  });

  it("waits for a person before prod, and queues, on GitLab and CircleCI", () => {
    const file = parse(gitlab.releases.text(parts)) as Record<string, Record<string, unknown>>;
    assert.deepEqual(
      [file.prod?.resource_group, file.prod?.interruptible, file.prod?.allow_failure, file.prod?.needs],
      ["release-prod", false, false, ["staging"]],
    );
    assert.deepEqual(file.prod?.rules, [
      { if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "main"', when: "manual" },
    ]);
    const { workflows } = parse(circleci.releases.text(parts)) as { workflows: { release: { jobs: unknown[] } } };
    const filters = { branches: { only: "main" } };
    const group = "<< pipeline.project.slug >>";
    assert.deepEqual(workflows.release.jobs, [
      { staging: { context: "release-staging", "serial-group": `${group}/staging`, filters } },
      { "approve-prod": { type: "approval", requires: ["staging"], filters } },
      { prod: { requires: ["approve-prod"], context: "release-prod", "serial-group": `${group}/prod`, filters } },
    ]);
  });
});

describe("the pipeline of a service", function () {
  this.timeout(60_000);
  let made: Repositories;
  beforeEach(() => {
    made = repositories({ web: "v1" });
  });
  afterEach(() => {
    made.remove();
  });

  for (const [name, { service }] of Object.entries(systems)) {
    it(`is run word for word on ${name}: tested, an image of the commit, and its version in git`, async () => {
      const home = join(made.bare, "../home");
      const env = {
        ...machine(home),
        ...{ GITHUB_SHA: commit, CI_COMMIT_SHA: commit, CIRCLE_SHA1: commit },
        ...{ TITLE: "new `nav`", CI_COMMIT_TITLE: "new `nav`" },
        ...{ REGISTRY_USER: "bot", REGISTRY_PASSWORD: "hunter2", RELEASES_TOKEN: "hunter3", RELEASE_OPERATOR: "ada" },
        RELEASE_LAB_DIR: join(home, "no-lab"),
      };
      const own = made.clone("service");
      own.git("commit", "--quiet", "--allow-empty", "-m", "new `nav`");
      const text = service.text({ ...parts, releases: `file://${made.bare}` });
      const jobs = scriptsOf(name, text);
      assert.deepEqual(Object.keys(jobs), ["test", "build", "set"]);
      for (const [job, scripts] of Object.entries(jobs)) {
        // GitHub's checkout is an action: here it is a clone.
        const cwd = job === "set" && name === "github" ? made.clone("releases").folder : own.folder;
        const { code, said } = await runJob(scripts, cwd, env);
        assert.equal(code, 0, `${job}: ${said}`);
      }
      assert.equal(
        readFileSync(env.ASKED, "utf8"),
        [
          "npm ci\nnpm run lint\nnpm test",
          "docker login --username bot --password-stdin registry.example",
          `docker build --tag registry.example/team/web:${commit} .`,
          `docker push registry.example/team/web:${commit}`,
          "npm ci\n",
        ].join("\n"),
      );
      const end = made.clone("end");
      assert.equal(end.read(), stackOf({ web: commit }));
      assert.match(end.git("log", "-1", "--format=%B"), /^set web v1 → 0123456789abcdef\w* in staging\n\nnew `nav`\n/);
    });
  }
});

describe("release ci", function () {
  this.timeout(30_000);

  it("writes one file, and never over one that is there", async () => {
    const made = repositories({ web: "v1" });
    try {
      const clone = made.clone("ours");
      const { code, stdout, stderr } = await clone.release("ci", "github");
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^written {4}\.github\/workflows\/release\.yml\n/);
      const file = join(clone.folder, ".github/workflows/release.yml");
      assert.equal(readFileSync(file, "utf8"), github.releases.text({ ...parts, stacks: ["staging"] }));
      writeFileSync(file, "mine\n");
      const again = await clone.release("ci", "github");
      assert.equal(again.code, 1);
      assert.match(again.stderr, /^FILE_THERE: release\.yml is there, and is not overwritten\n/);
      assert.equal(readFileSync(file, "utf8"), "mine\n");
      assert.equal((await clone.release("ci", "github", "--force")).code, 0);
      mkdirSync(join(clone.folder, "web"));
      const service = await clone.release("ci", "gitlab", "--cwd", join(clone.folder, "web"));
      assert.equal(service.code, 1);
      assert.match(service.stderr, /^CI_INCOMPLETE: the pipeline of a service wants --image and --releases\n/);
    } finally {
      made.remove();
    }
  });
});
