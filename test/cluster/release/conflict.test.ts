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

  it("leaves it alone, and says with which flag to take it over", async () => {
    const { code, stdout } = await project().cli("up", "web=v4");
    assert.notEqual(code, 0);
    assert.match(
      stdout,
      /^ {2}why: Deployment web has fields that somebody else has set since, and was left as it is: "ops-console": \.spec\.template\.spec\.containers\[name="web"\]\.image\. Bring that change into the configuration or undo it on the cluster; to take such fields over, release with --force-conflicts, or for good annotate the object with pulumi\.com\/patchForce: "true"$/m,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v3" });
  });

  it("takes it over with --force-conflicts", async () => {
    const { code, stderr } = await project().cli("up", "web=v4", "--force-conflicts");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v4" });
  });
});
