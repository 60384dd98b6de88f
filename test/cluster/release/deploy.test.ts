import assert from "node:assert/strict";
import { ownPackage } from "../../../host/ownPackage.ts";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, toVersion, useProject } from "./project.ts";

describe("a release, from the first one on", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "deploy");
  const project = useProject();
  before(() => {
    project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
  });

  it("brings up all services and records who did what, when and how it ended", async () => {
    const { record, changed } = await project().release([], { description: "the first one" });
    assert.equal(changed, true);
    assert.equal(record.result, "succeeded");
    assert.deepEqual(
      record.changes.map(({ service, before, after }) => [service, before, after.release.version]),
      [
        ["web", undefined, "v1"],
        ["docs", undefined, "v1"],
      ],
    );
    assert.deepEqual(
      record.phases.map(({ phase }) => phase),
      ["check", "plan", "apply", "roll out", "verify"],
    );
    assert.deepEqual(await project().session().records.list(), [{ ...record, tool: ownPackage().version }]);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v1" });
  });

  it("takes one service to a new version: the file says so, comments intact, the other is left alone", async () => {
    const before = project().read();
    const { record } = await project().release([toVersion("web", "v2")]);
    assert.equal(record.result, "succeeded");
    assert.deepEqual(
      record.changes.map(({ service }) => service),
      ["web"],
    );
    assert.equal(record.changes[0]?.before?.release.version, "v1");
    assert.equal(project().read(), before.replace("web: { version: v1 }", "web: { version: v2 }"));
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1" });
  });

  it("records nothing where nothing changes", async () => {
    const records = await project().session().records.list();
    const before = project().read();
    const { changed } = await project().release([toVersion("web", "v2")]);
    assert.equal(changed, false);
    assert.deepEqual(await project().session().records.list(), records);
    assert.equal(project().read(), before);
  });
});
