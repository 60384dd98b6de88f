import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { circleci } from "../../../cli/ci/circleci.ts";
import { commentApi } from "../../../cli/ci/comment/api.ts";
import { commentBody } from "../../../cli/ci/comment/body.ts";
import { gitlab } from "../../../cli/ci/gitlab.ts";
import { commentStub, jobOf, type CommentStub } from "./commentStub.ts";
import { machine, runJob, scriptsOf } from "./steps.ts";
import { parts } from "./parts.ts";

const systems = {
  gitlab: {
    list: "/api/v4/projects/42/merge_requests/7/notes",
    update: "PUT /api/v4/projects/42/merge_requests/7/notes/2",
    headers: { "private-token": "hunter2" },
    of: "merge request 7",
  },
  circleci: {
    list: "/repos/team/releases/issues/7/comments",
    update: "PATCH /repos/team/releases/issues/comments/2",
    headers: {
      authorization: "Bearer hunter2",
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    },
    of: "pull request 7",
  },
};

for (const [system, wanted] of Object.entries(systems)) {
  describe(`a plan on a pull request, from ${system}`, function () {
    this.timeout(30_000);
    const home = mkdtempSync(join(tmpdir(), "release-comment-"));
    const text = { gitlab, circleci }[system]?.releases.text(parts) ?? "";
    const lines = (scriptsOf(system, text).plan ?? []).join("\n").split("\n");
    const comment = lines.filter((line) => line.includes("comment"));
    let stub: CommentStub;
    beforeEach(async () => {
      stub = await commentStub([{ id: 1, body: "Looks good. <!-- release plan -->" }]);
    });
    afterEach(() => {
      stub.stop();
    });
    after(() => {
      rmSync(home, { recursive: true });
    });
    const run = (plan: string, env: NodeJS.ProcessEnv = {}) => {
      writeFileSync(join(home, "plan.md"), plan);
      return runJob(comment, home, { ...machine(home), ...jobOf(system, stub.url), ...env });
    };

    it("is one comment, updated and not repeated, and left where nothing changes", async () => {
      assert.deepEqual(comment, ["npx release ci comment plan.md"]);
      assert.deepEqual(await run("a plan\n"), { code: 0, said: `comment    written on ${wanted.of}\n` });
      assert.deepEqual(await run("another\n"), { code: 0, said: `comment    updated on ${wanted.of}\n` });
      assert.deepEqual(await run("another\n"), { code: 0, said: `comment    unchanged on ${wanted.of}\n` });
      const [look, json] = [`GET ${wanted.list}?per_page=100&page=1`, { "content-type": "application/json" }];
      assert.deepEqual(stub.asked, [
        { request: look, headers: wanted.headers, body: undefined },
        {
          request: `POST ${wanted.list}`,
          headers: { ...wanted.headers, ...json },
          body: "<!-- release plan -->\na plan\n",
        },
        { request: look, headers: wanted.headers, body: undefined },
        {
          request: wanted.update,
          headers: { ...wanted.headers, ...json },
          body: "<!-- release plan -->\nanother\n",
        },
        { request: look, headers: wanted.headers, body: undefined },
      ]);
      assert.equal(stub.comments.length, 2);
    });

    it("is found among many comments", async () => {
      for (let id = 2; id < 250; id++) stub.comments.push({ id, body: "more" });
      stub.comments.push({ id: 250, body: "<!-- release plan -->\nold\n" });
      assert.equal((await run("new")).said, `comment    updated on ${wanted.of}\n`);
      assert.equal(stub.comments.at(-1)?.body, "<!-- release plan -->\nnew\n");
    });

    it("is left out with a plain line where there is no token", async () => {
      const { code, said } = await run("a plan", { PLAN_TOKEN: "" });
      assert.deepEqual([code, said], [0, "no comment: PLAN_TOKEN is not set; the plan is in plan.md\n"]);
      assert.deepEqual(stub.asked, []);
    });

    it("says which right is missing where it is refused, and never the token", async () => {
      stub.answer(403);
      const { code, said } = await run("a plan");
      assert.equal(code, 6);
      assert.equal(
        said,
        [
          `COMMENT_REFUSED: the plan is on no comment of ${wanted.of}: GET answers 403`,
          `  at ${stub.url}${wanted.list}?per_page=100&page=1`,
          "  next: PLAN_TOKEN must be allowed to comment there (docs/git.md); unset, the comment is left out\n",
        ].join("\n"),
      );
    });
  });
}

describe("where a plan is put", () => {
  const circle = { CIRCLECI: "true", PLAN_TOKEN: "hunter2" };

  it("is nowhere as long as nobody has opened a pull request", () => {
    assert.equal(commentApi(circle), "there is no pull request of this branch yet");
    assert.equal(commentApi({ GITLAB_CI: "true", PLAN_TOKEN: "x" }), "this is no job of a merge request");
    assert.equal(commentApi({}), "this is no job of GitLab CI or CircleCI");
    const bitbucket = "https://bitbucket.org/team/releases/pull-requests/7";
    assert.equal(
      commentApi({ ...circle, CIRCLE_PULL_REQUEST: bitbucket }),
      `${bitbucket} is no pull request of GitHub`,
    );
  });

  it("is GitHub's own API, or that of a company's own GitHub", () => {
    const listed = (address: string) => {
      const api = commentApi({ ...circle, CIRCLE_PULL_REQUEST: address });
      return typeof api === "string" ? api : api.list;
    };
    assert.equal(
      listed("https://github.com/team/releases/pull/7"),
      "https://api.github.com/repos/team/releases/issues/7/comments",
    );
    assert.equal(
      listed("https://git.example/team/releases/pull/7"),
      "https://git.example/api/v3/repos/team/releases/issues/7/comments",
    );
  });
});

describe("a plan that is longer than a comment may be", () => {
  it("is cut at a line, its code closed, and says where the rest is", () => {
    const plan = `### Plan for prod\n\`\`\`\n${"a line\n".repeat(40)}\`\`\`\n`;
    const body = commentBody(plan, 200);
    assert.ok(body.length <= 200, String(body.length));
    assert.equal(
      body,
      `<!-- release plan -->\n### Plan for prod\n\`\`\`\n${"a line\n".repeat(10)}\`\`\`\n\nThe plan is longer than a comment may be: the rest is with the job, in plan.md.\n`,
    );
  });
});
