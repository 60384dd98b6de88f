import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, toVersion, useProject } from "../../cluster/release/project.ts";

describe("a release of several services", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "group");
  const project = useProject();
  before(async () => {
    const basic = `${quick}, group: sites`;
    project().stack(namespace(), {
      web: { version: "v1", basic },
      docs: { version: "v1", basic },
      api: { version: "v1" },
    });
    await project().release([]);
  });

  it("goes back as a whole where one of them fails", async () => {
    const before = project().read();
    const { code, stdout, stderr } = await project().cli("up", "web=v2", "docs=crash");
    assert.equal(code, 2, stderr);
    assert.match(stdout, /^ {2}restored: web v1, docs v1 in /m);
    assert.equal(project().read(), before);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1", api: "v1" });
    const [, failed] = await project().session().records.list();
    assert.deepEqual(failed?.failed, ["docs"]);
  });

  it("blames only the one that failed: the other may go alone", async () => {
    const { record } = await project().release([toVersion("web", "v2")]);
    assert.equal(record.result, "succeeded");
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1", api: "v1" });
  });

  it("goes back as soon as one of them is doomed, however long another may take yet, and blames only that one", async () => {
    const text = project().read();
    project().write(text.replaceAll("deadline: 70s", "deadline: 200s"));
    const { record, restore } = await project().release([toVersion("web", "never-ready"), toVersion("docs", "crash")]);
    assert.equal(record.result, "rolled back", record.reason);
    assert.deepEqual(record.failed, ["docs"]);
    assert.match(record.reason ?? "", /^container docs of pod docs-\S+ exits with code 3/);
    const seconds = (Date.parse(restore!.startedAt) - Date.parse(record.startedAt)) / 1000;
    assert.ok(seconds < 100, `the way back began after ${seconds} s, and must not wait for web's deadline of 200 s`);
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1", api: "v1" });
    project().write(text);
  });

  it("takes a group by its name, one version for all", async () => {
    const { code, stderr } = await project().cli("up", "sites=v3");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v3", docs: "v3", api: "v1" });
  });

  it("rolls a group back by its name", async () => {
    const { code, stdout, stderr } = await project().cli("rollback", "--group", "sites");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: rollback web v3 → v2, docs v3 → v1 in /);
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1", api: "v1" });
  });

  it("rolls back all that has somewhere to go back to, and says what has not; nothing goes forward again", async () => {
    const { code, stdout, stderr } = await project().cli("rollback", "--all");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^left as it is: docs, api \(no earlier good release to go back to\)$/m);
    assert.match(stdout, /^succeeded: rollback web v2 → v1 in /);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1", api: "v1" });
  });
});
