import assert from "node:assert/strict";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, toVersion, useProject } from "./project.ts";

describe("a promotion from one stack to the next", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const staging = useNamespace(cluster, "staging");
  const prod = useNamespace(cluster, "prod");
  const project = useProject();
  before(async () => {
    project().stack(staging(), { web: { version: "v1" }, docs: { version: "v1" } }, "staging");
    project().stack(prod(), { web: { version: "v1" }, docs: { version: "v1" } }, "prod");
    await project().release([], {}, "staging");
    await project().release([], {}, "prod");
    await project().release([toVersion("web", "v2")], {}, "staging");
  });

  it("asks a person before prod: refused without --yes and without a terminal", async () => {
    const before = project().read("prod");
    const { code, stderr } = await project().cli("promote", "staging", "prod");
    assert.equal(code, 1);
    assert.match(stderr, /web\n {6}~ release.version: v1 → v2\n/);
    assert.match(
      stderr,
      /CONFIRMATION_NEEDED: a release to prod wants a person's yes, and there is no terminal to ask at\n {2}next: look at the plan \(release preview\), then add --yes\n$/,
    );
    assert.equal(project().read("prod"), before);
    assert.deepEqual(await project().running(prod()), { web: "v1", docs: "v1" });
  });

  it("takes what serves in staging to prod, and only what differs", async () => {
    const { code, stdout, stderr } = await project().cli("promote", "staging", "prod", "--yes", "-m", "after a week");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: promote web v1 → v2 in /);
    assert.deepEqual(await project().running(prod()), { web: "v2", docs: "v1" });
    const [record] = await project().session("prod").records.list();
    assert.equal(record?.kind, "promote");
    assert.equal(record.description, "after a week");
  });

  it("says so where there is nothing to promote", async () => {
    const { code, stderr } = await project().cli("promote", "staging", "prod", "--yes");
    assert.equal(code, 1);
    assert.match(stderr, /^PROMOTES_NOTHING: prod already has the versions of staging \(web, docs\)\n/);
  });

  it("refuses what has not served in staging", async () => {
    project().write(project().read("staging").replace("docs: { version: v1 }", "docs: { version: v5 }"), "staging");
    const { code, stderr } = await project().cli("promote", "staging", "prod", "docs", "--yes");
    assert.equal(code, 1);
    assert.match(stderr, /^NOT_PROVEN: docs v5 has not served in staging; its last good version there is v1\n/);
  });
});
