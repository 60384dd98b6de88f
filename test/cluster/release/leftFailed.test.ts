import assert from "node:assert/strict";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, useProject } from "./project.ts";

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

  it("stops the release of another service, which is told to go back with the failed one first", async () => {
    const refused = await project().cli("up", "docs=v2");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^ {2}next: .*; or go back first: release rollback web; /m);
    const back = await project().cli("rollback", "web");
    assert.equal(back.code, 0, back.stderr);
    const up = await project().cli("up", "docs=v2");
    assert.equal(up.code, 0, up.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v1", docs: "v2" });
  });
});
