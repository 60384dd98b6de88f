import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, useProject } from "../../cluster/release/project.ts";

describe("a failure left for study", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "left");
  const project = useProject();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
    await project().release([]);
    const { code, stderr } = await project().cli("up", "web=crash", "--no-restore");
    assert.equal(code, 3, stderr);
  });

  it("is in nobody's way but its own, and in that of the whole stack", async () => {
    const refused = await project().cli("up");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^ {2}- web crash: release \S+ failed: /m);
    assert.match(refused.stderr, /^ {2}next: .*; to release others: name them$/m);
    const up = await project().cli("up", "docs=v2");
    assert.equal(up.code, 0, up.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "crash", docs: "v2" });
    const back = await project().cli("rollback", "web");
    assert.equal(back.code, 0, back.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v2" });
  });
});
