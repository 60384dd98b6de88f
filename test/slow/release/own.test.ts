import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, useProject, type RunningCli } from "../../cluster/release/project.ts";

describe("a stack of two teams", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "own");
  const ada = useProject();
  const ben = useProject();
  const running = () => ada().running(namespace());
  const edit = (from: string, to: string): void => {
    ada().write(ada().read().replace(from, to));
  };
  /** Ben's folder: the same stack and state, a file of his own. */
  const asBen = (...args: string[]): RunningCli =>
    ben().start(args, { PULUMI_BACKEND_URL: `file://${ada().directory}`, RELEASE_OPERATOR: "ben" });

  before(async () => {
    ada().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
    await ada().release([]);
    ben().write(ada().read());
  });

  it("releases what is named; what else the file would change is listed and left", async () => {
    edit("docs: { version: v1 }", "docs: { version: v2 }");
    const { code, stderr } = await ada().cli("up", "web=v2");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^ {4}left for releases of their own: docs v1 → v2$/m);
    assert.deepEqual(await running(), { web: "v2", docs: "v1" });
    assert.match(ada().read(), /docs: \{ version: v2 \}/);
    const preview = await ada().cli("preview", "web=v3");
    assert.match(preview.stdout, /web/);
    assert.doesNotMatch(preview.stdout, /docs.*v2/);
  });

  it("takes back what has failed, and nothing of another's", async () => {
    const { code, stderr } = await ada().cli("up", "web=crash");
    assert.equal(code, 2, stderr);
    assert.deepEqual(await running(), { web: "v2", docs: "v1" });
  });

  it("is not held up by a failure of the other's service", async () => {
    edit("docs: { version: v2 }", "docs: { version: crash }");
    assert.equal((await ada().cli("up", "docs")).code, 2);
    edit("docs: { version: v1 }", "docs: { version: crash }");
    const { code, stderr } = await ada().cli("restart", "web");
    assert.equal(code, 0, stderr);
    edit("docs: { version: crash }", "docs: { version: v1 }");
  });

  it("keeps what a colleague has released since, though this folder's file does not know it yet", async () => {
    assert.match(ben().read(), /web: \{ version: v1 \}/);
    const { code, stderr } = await asBen("up", "docs=v3").ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(await running(), { web: "v2", docs: "v3" });
  });

  it("has two released at the same time from two folders, one after the other, each on a record of its own", async () => {
    const both = [ada().start(["up", "web=v4"]), asBen("up", "docs=v4")];
    const ends = await Promise.all(both.map(({ ended }) => ended));
    assert.deepEqual(
      ends.map(({ code }) => code),
      [0, 0],
      ends.map(({ stderr }) => stderr).join("\n"),
    );
    assert.match(ends.map(({ stderr }) => stderr).join("\n"), /in line behind (ada|ben) \(process/);
    assert.deepEqual(await running(), { web: "v4", docs: "v4" });
    const [second, first] = await ada().session().records.list();
    assert.deepEqual(
      [first, second].map((record) => [record?.operator, record?.changes.map(({ service }) => service)]).sort(),
      [
        ["ada", ["web"]],
        ["ben", ["docs"]],
      ],
    );
  });

  it("has one fail beside the other, which is not hurt", async () => {
    const both = [ada().start(["up", "web=crash", "--force", "-m", "again"]), asBen("up", "docs=v5")];
    const ends = await Promise.all(both.map(({ ended }) => ended));
    assert.deepEqual(
      ends.map(({ code }) => code),
      [2, 0],
      ends.map(({ stderr }) => stderr).join("\n"),
    );
    assert.deepEqual(await running(), { web: "v4", docs: "v5" });
  });

  it("waits behind a release of the same service only where asked to", async () => {
    const first = ada().start(["up", "web=v6"]);
    await first.saw(/^ {2}apply$/m);
    const refused = await asBen("up", "web=v7").ended;
    assert.equal(refused.code, 4, refused.stderr);
    const waited = await asBen("up", "web=v7", "--wait", "2m").ended;
    assert.equal(waited.code, 0, waited.stderr);
    assert.equal((await first.ended).code, 0);
    assert.deepEqual(await running(), { web: "v7", docs: "v5" });
  });
});
