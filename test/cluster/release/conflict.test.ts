import assert from "node:assert/strict";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, useProject } from "./project.ts";

describe("a release over a field that somebody set by hand", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "conflict");
  const project = useProject();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    await project().release([]);
    // Twice, so that the fields are held by the manager of releases, not by that of creations.
    await project().release([{ service: "web", release: { version: "v2" } }]);
    await cluster().apps.patchNamespacedDeployment({
      namespace: namespace(),
      name: "web",
      fieldManager: "ops-console",
      body: [{ op: "replace", path: "/spec/template/spec/containers/0/image", value: "localhost/web:v3" }],
    });
  });

  it("leaves it alone where that is asked for, and says so", async () => {
    const { code, stdout, stderr } = await project().cli("up", "web=v4", "--keep-drift", "web.image");
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^ {2}left: web Deployment web spec\.template\.spec\.containers\[web\]\.image: localhost\/web:v2 → localhost\/web:v3 by ops-console, .* UTC \(kept\)$/m,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v3" });
  });

  it("takes it over otherwise, with what it was in the plan", async () => {
    const { code, stdout, stderr } = await project().cli("up", "web=v5");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /containers\[web\]\.image: localhost\/web:v4 → localhost\/web:v3 by ops-console/);
    assert.match(stdout, /^ {2}mended: web Deployment web spec\.template\.spec\.containers\[web\]\.image: /m);
    assert.deepEqual(await project().running(namespace()), { web: "v5" });
  });
});
