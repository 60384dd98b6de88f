import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, steady, useProject } from "../../cluster/release/project.ts";

describe("a release with a service that never served", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "never");
  const project = useProject();
  const stack = (web: string, others: Record<string, string> = {}): void => {
    const services = Object.entries({ web, ...others }).map(([name, version]) => [name, { version, basic: quick }]);
    project().stack(namespace(), Object.fromEntries(services) as Record<string, { version: string; basic: string }>);
  };
  before(async () => {
    stack("v1");
    await project().release([]);
  });

  it("brings the others back, takes the new one out of service, and keeps its block in the file", async () => {
    stack("v1", { api: "crash" });
    project().write(`${project().read()}  releases:groups: { sites: [ web, api ], new: [ api ] }\n`);
    const before = project().read();
    const { code, stdout, stderr } = await project().cli("up", "web=v2", "api");
    assert.equal(code, 2, stderr);
    assert.match(
      steady(stdout),
      /^rolled back: deploy web v1 → v2, api crash in N s \(ID\)\n.*\n {2}restored: web v1 in N s \(ID\)\n {2}out of service again: api, new and never good; still in the stack's file, to mend or to take out\n {2}next: release show ID \(logs, events\)\n$/s,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    assert.deepEqual(await servicesIn(), ["web"]);
    // Its salt, which Pulumi needs from the first release on, was not there yet.
    assert.equal(
      project()
        .read()
        .replace(/^encryptionsalt: .*\n/m, ""),
      before,
    );
    const [restore, failed] = await project().session().records.list();
    assert.deepEqual(restore?.takenOut, ["api"]);
    assert.equal(failed?.changes[1]?.introduced, true);
  });

  it("stays out while others are released and rolled back", async () => {
    const preview = await project().cli("preview", "web=v2");
    assert.doesNotMatch(preview.stdout, /api/);
    const forward = await project().cli("up", "web=v2");
    assert.equal(forward.code, 0, forward.stderr);
    assert.match(forward.stderr, /^ {4}left for releases of their own: api crash \(new\)$/m);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.equal((await project().cli("rollback", "web")).code, 0);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    const failed = await project().cli("up", "web=no-such-tag");
    assert.equal(failed.code, 2, failed.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    assert.deepEqual(await servicesIn(), ["web"]);
  });

  it("refuses the new one unchanged, and releases it once it is mended", async () => {
    for (const named of [["api=crash"], []]) {
      const refused = await project().cli("up", ...named);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /^REDEPLOY_REFUSED: .*\n {2}- api crash: release /m);
    }
    const mended = await project().cli("up", "web=v2", "api=v1");
    assert.equal(mended.code, 0, mended.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2", api: "v1" });
  });

  it("leaves alone what stood there by other hands, names it, and brings the others back: exit 3", async () => {
    const labels = { app: "old" };
    await cluster().apps.createNamespacedDeployment({
      namespace: namespace(),
      body: {
        metadata: { name: "old" },
        spec: {
          replicas: 0,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: "old", image: "localhost/web:v7" }] } },
        },
      },
    });
    stack("v3", { api: "v1", old: "v1" });
    const { code, stdout, stderr } = await project().cli("up");
    assert.equal(code, 3, stderr);
    assert.match(
      steady(stdout),
      /^failed: deploy web v2 → v3, old v1 in N s \(ID\)\n.*\n {2}restored: web v2 in N s \(ID\)\n {2}LEFT AS IT IS: old: there before this release, but no good release of it is on record to go back to\n {2}next: release show ID \(logs, events\), then mend old and release it\n$/s,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v2", api: "v1", old: "v7" });
  });

  it("is left for study where nothing in it ever served", async () => {
    stack("v2", { api: "v1", docs: "crash" });
    const { code, stdout, stderr } = await project().cli("up");
    assert.equal(code, 3, stderr);
    assert.match(stderr, /nothing to go back to: no good release of docs is on record; all is left as it is/);
    assert.match(steady(stdout), /^failed: deploy docs crash in N s \(ID\)\n/);
    assert.deepEqual(await project().running(namespace()), { web: "v2", api: "v1", old: "v7", docs: "crash" });
  });

  it("is taken out by a later release that fails, for a release of ours had brought it", async () => {
    stack("v2", { api: "v1", docs: "never-ready" });
    const { code, stdout, stderr } = await project().cli("up", "web=v4", "docs", "--timeout", "8s");
    assert.equal(code, 2, stderr);
    assert.match(stdout, /^ {2}out of service again: docs, /m);
    assert.deepEqual(await project().running(namespace()), { web: "v2", api: "v1", old: "v7" });
  });

  it("is left where it serves by now, whatever the records know of it", async () => {
    stack("v2", { api: "v1", docs: "v1" });
    const kept = await project().cli("up", "web=crash", "docs", "--no-restore");
    assert.equal(kept.code, 3, kept.stderr);
    const { code, stdout, stderr } = await project().cli("up", "web=never-ready", "docs", "--timeout", "8s");
    assert.equal(code, 3, stderr);
    assert.match(
      stdout,
      /^ {2}LEFT AS IT IS: docs: there before this release, but no good release of it is on record/m,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v2", api: "v1", old: "v7", docs: "v1" });
  });

  async function servicesIn(): Promise<string[]> {
    const { items } = await cluster().core.listNamespacedService({ namespace: namespace() });
    return items.map(({ metadata }) => metadata!.name!);
  }
});
