import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { labPaths } from "../../../lab/paths.ts";
import { pulumi } from "../../engine/support.ts";
import { usePeople } from "../../cluster/people.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, useProject, type CliResult } from "../../cluster/release/project.ts";

type Person = "releaser" | "owner";

describe("under the policy that release rbac prints", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "releaser");
  const people = usePeople(cluster, namespace);
  const project = useProject();
  const basic = `${quick.replace("owner: tests", "owner: web-team")}, files: { /etc/site/greeting.txt: hello }`;

  const release = (person: Person, ...args: string[]): Promise<CliResult> =>
    project().cli("--kubeconfig", people()[person], ...args);
  const plainUp = (person: Person) => {
    const env = { ...process.env, KUBECONFIG: people()[person] };
    return pulumi({ dir: project().directory, env }, "up", "--yes", "--skip-preview", "--stack", "staging");
  };
  /** What kubectl says, well or not. */
  const kubectl = (person: Person, ...args: string[]): Promise<string> =>
    new Promise((done) => {
      const all = ["--kubeconfig", people()[person], "--namespace", namespace(), ...args];
      execFile(labPaths().kubectl, all, (_error, stdout, stderr) => {
        done((stdout + stderr).trim());
      });
    });
  /** With the stack's file changed for this once. */
  const changed = async <T>(from: string, to: string, run: () => Promise<T>): Promise<T> => {
    const before = project().read();
    assert.ok(before.includes(from), from);
    project().write(before.replace(from, to));
    try {
      return await run();
    } finally {
      project().write(before);
    }
  };
  const edit = (from: string | RegExp, to: string): void => {
    project().write(project().read().replace(from, to));
  };
  const running = () => project().running(namespace());

  before(async () => {
    project().stack(namespace(), { web: { version: "v1", basic } });
    const { code, stderr } = await release("owner", "up");
    assert.equal(code, 0, stderr);
  });

  describe("a releaser", () => {
    it("releases a version, restarts, rolls back, and has a crash taken back", async () => {
      for (const [args, expected] of [
        [["up", "web=v2"], 0],
        [["restart", "web"], 0],
        [["rollback", "web"], 0],
        [["up", "web=v2"], 0],
        [["up", "web=crash"], 2],
      ] as const) {
        const { code, stderr } = await release("releaser", ...args);
        assert.equal(code, expected, `${args.join(" ")}: ${stderr}`);
      }
      assert.deepEqual(await running(), { web: "v2" });
    });

    it("runs a canary beside it, with more pods, and ends it", async () => {
      for (const [from, to] of [
        [/version: v2/, "version: v2, canary: { version: v3, replicas: 1 }"],
        [/replicas: 1 }/, "replicas: 2 }"],
        [/, canary: \{[^}]*\}/, ""],
      ] as const) {
        edit(from, to);
        const { code, stderr } = await release("releaser", "up");
        assert.equal(code, 0, stderr);
      }
      assert.deepEqual(await running(), { web: "v2" });
    });

    it("is told before anything is touched that replicas are the owner's, alone and with a version", async () => {
      for (const [args, version] of [
        [["up"], "v2"],
        [["up", "web=v3"], "v3"],
        [["preview", "web=v3"], "v3"],
      ] as const) {
        const { code, stderr } = await changed("replicas: 1", "replicas: 2", () => release("releaser", ...args));
        assert.equal(code, 1, `${version}: ${stderr}`);
        assert.equal(
          stderr.slice(stderr.indexOf("OWNER_NEEDED")),
          `OWNER_NEEDED: this user may release versions of web, and not change basic parameters\n` +
            `  at context release-lab\n` +
            `  - web (owner web-team): replicas: 1 → 2\n` +
            `  - web (owner web-team): denied: spec.replicas of Deployment web\n` +
            `  next: have an owner release it, or put the basic parameters back as they were and release the version alone\n`,
        );
      }
    });

    it("is told the same of a file, which is a basic parameter too", async () => {
      const up = () => release("releaser", "up");
      const { code, stderr } = await changed("greeting.txt: hello", "greeting.txt: bye", up);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /denied: pod annotation releases\/config-hash of Deployment web$/m);
    });

    it("is told that what an owner scaled by hand is not theirs to undo, and releases with that left", async () => {
      assert.match(await kubectl("owner", "patch", "deployment/web", "--patch", '{"spec":{"replicas":2}}'), /patched$/);
      const refused = await release("releaser", "up", "web=v3");
      assert.equal(refused.code, 1, refused.stderr);
      assert.match(
        refused.stderr,
        /^ {2}- web \(owner web-team\): denied: spec\.replicas of Deployment web, changed by hand$/m,
      );
      assert.match(refused.stderr, /^ {2}next: .*; what was changed by hand is left with --keep-drift SERVICE$/m);
      const kept = await release("releaser", "up", "web=v3", "--keep-drift", "web.spec.replicas");
      assert.equal(kept.code, 0, kept.stderr);
      assert.equal((await release("owner", "up", "web=v2")).code, 0);
    });

    it("makes no service", async () => {
      edit("releases:services:\n", `releases:services:\n    docs: { ${quick} }\n`);
      edit("releases:current:\n", "releases:current:\n    docs: { version: v1 }\n");
      const { code, stderr } = await release("releaser", "up", "docs");
      edit(/\n {4}docs: .*\n/, "\n");
      edit(/\n {4}docs: .*\n/, "\n");
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^NO_RIGHTS: /m);
      assert.match(
        await kubectl("releaser", "create", "deployment", "docs", "--image=localhost/web:v1"),
        /denied request: making Deployment docs is for its owner, of group \S+-owners$/,
      );
    });

    it("releases by a plain pulumi up, which tells of replicas what the policy says", async () => {
      edit("version: v2", "version: v3");
      const released = await plainUp("releaser");
      assert.equal(released.code, 0, released.stdout);
      assert.deepEqual(await running(), { web: "v3" });
      const { code, stdout } = await changed("replicas: 1", "replicas: 2", () => plainUp("releaser"));
      assert.notEqual(code, 0);
      assert.match(
        stdout,
        /warning: Deployment web was left as it is: the cluster's policy releases-releaser-\S+ denied it: changing spec\.replicas of Deployment web is for its owner web-team, of group \S+-owners\. Have an owner release it, or put the basic parameters back as they were$/m,
      );
    });

    it("restarts and sets a version by kubectl, and nothing else", async () => {
      const patched = (patch: string) => kubectl("releaser", "patch", "deployment/web", "--patch", patch);
      assert.match(await kubectl("releaser", "rollout", "restart", "deployment/web"), /restarted$/);
      assert.match(
        await kubectl("releaser", "set", "image", "deployment/web", "web=localhost/web:v2"),
        /image updated$/,
      );
      for (const [said, denied] of [
        [await patched('{"spec":{"replicas":2}}'), "changing spec.replicas of"],
        [
          await patched('{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"localhost/load:v1"}]}}}}'),
          "changing container web image of",
        ],
        [await kubectl("releaser", "delete", "deployment/web"), "deleting"],
        [await kubectl("releaser", "annotate", "deployment/web", "releases/owner=me", "--overwrite"), "changing"],
      ] as const) {
        assert.ok(said.includes(`denied request: ${denied}`), said);
        assert.match(said, /Deployment web is for its owner web-team, of group \S+-owners$/);
      }
    });
  });

  describe("an owner", () => {
    it("changes replicas and a version, a file, and adds a service and takes it away", async () => {
      edit("replicas: 1", "replicas: 2");
      edit("greeting.txt: hello", "greeting.txt: good evening");
      edit("releases:services:\n", `releases:services:\n    docs: { ${quick} }\n`);
      edit("releases:current:\n", "releases:current:\n    docs: { version: v1 }\n");
      for (const args of [
        ["up", "web=v3", "docs"],
        ["up", "--remove", "docs"],
      ]) {
        const { code, stderr } = await release("owner", ...args);
        assert.equal(code, 0, stderr);
      }
      assert.deepEqual(await running(), { web: "v3" });
    });
  });

  describe("on record", () => {
    it("stands whom the API server saw beside what the operator says of themselves", async () => {
      const { stdout } = await release("owner", "history", "--json", "--operator", "releaser-jane", "--limit", "1");
      const [last] = JSON.parse(stdout) as { id: string; operator: string; user: string }[];
      assert.deepEqual([last?.operator, last?.user], ["ada", "releaser-jane"]);
      const table = await release("owner", "history", "--operator", "releaser-jane", "--limit", "1");
      assert.match(table.stdout, /ada \(releaser-jane\)/);
      const shown = await release("owner", "show", last!.id);
      assert.match(shown.stdout, /^operator {2}ada \(releaser-jane\)$/m);
    });
  });
});
