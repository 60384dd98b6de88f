import assert from "node:assert/strict";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, steady, useProject } from "./project.ts";

describe("a release that crashes", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "failure");
  const project = useProject();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    await project().release([]);
  });

  it("is taken back by itself: cause, log line and way on are told, exit 2, the file as before", async () => {
    const before = project().read();
    const { code, stdout, stderr } = await project().cli("up", "web=crash", "-m", "new checkout");
    assert.equal(code, 2, stderr);
    assert.equal(project().read(), before);
    assert.match(stderr, /database/);
    assert.match(
      steady(stdout),
      /^rolled back: deploy web v1 → crash in N s \(ID\)\n {2}why: .*container web.*exits with code 3.*\n {2}more: kubectl logs -n \S+ \S+ .*\n {2}restored: web v1 in N s \(ID\)\n {2}next: release show ID \(logs, events\)\n$/,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("stands in the records with its evidence, and so does the restore, which names it", async () => {
    const { records } = project().session();
    const [restore, failed, first] = await records.list();
    assert.equal(failed?.result, "rolled back");
    assert.equal(failed.operator, "ada");
    assert.equal(failed.description, "new checkout");
    assert.deepEqual(failed.failed, ["web"]);
    assert.equal(failed.restoredBy, restore?.id);
    assert.equal(restore?.kind, "restore");
    assert.equal(restore.of, failed.id);
    assert.equal(restore.result, "succeeded");
    assert.deepEqual(restore.changes[0]?.after, first?.changes[0]?.after);
    const [evidence] = await records.evidence(failed);
    assert.match(JSON.stringify(evidence?.containers), /database/);
  });

  it("is shown in full by the last letters of its id", async () => {
    const [, failed] = await project().session().records.list();
    const { code, stdout } = await project().cli("show", failed!.id.slice(-4));
    assert.equal(code, 0);
    assert.match(stdout, /^release +\S+ {2}deploy web v1 → crash$/m);
    assert.match(stdout, /^restored +by \S+$/m);
    assert.match(stdout, /database/);
  });

  it("is refused unchanged, before anything is touched", async () => {
    const records = await project().session().records.list();
    const { code, stderr } = await project().cli("up", "web=crash");
    assert.equal(code, 1);
    assert.match(
      steady(stderr),
      /REDEPLOY_REFUSED: the same version and configuration failed before and nothing has changed since\n {2}- web crash: release ID rolled back: .*\n {2}next: change the version or the configuration; if the failure lay outside: release resubmit ID, or --force -m REASON\n$/,
    );
    assert.deepEqual(await project().session().records.list(), records);
  });

  it("asks for a reason with --force", async () => {
    const { code, stderr } = await project().cli("up", "web=crash", "--force");
    assert.equal(code, 1);
    assert.match(stderr, /^REASON_MISSING: --force wants a reason\n {2}next: add -m "why it will work this time"\n$/);
  });

  it("goes ahead with --force and a reason; --no-restore keeps it for study, exit 3", async () => {
    const { code, stdout, stderr } = await project().cli(
      ...["up", "web=crash", "--force", "-m", "the database is back", "--no-restore"],
    );
    assert.equal(code, 3, stderr);
    assert.match(steady(stdout), /^failed: deploy web v1 → crash in N s \(ID\)\n/);
    assert.match(project().read(), /web: \{ version: crash \}/);
    assert.deepEqual(await project().running(namespace()), { web: "crash" });
    const pods = await cluster().core.listNamespacedPod({ namespace: namespace() });
    const serving = pods.items.filter(({ spec, status }) => {
      const ready = status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
      return ready && spec?.containers[0]?.image === "localhost/web:v1";
    });
    assert.equal(serving.length, 1);
  });

  it("is mended by a rollback, without a version to name", async () => {
    const { code, stdout, stderr } = await project().cli("rollback", "web");
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^succeeded: rollback web v1 in N s \(ID\)\n/);
    assert.match(project().read(), /web: \{ version: v1 \}/);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });
});
