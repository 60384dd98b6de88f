import assert from "node:assert/strict";
import { parse } from "yaml";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, toVersion, useProject } from "./project.ts";

describe("going back and doing again", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "back");
  const project = useProject();
  const ids: Record<string, string> = {};
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    ids.v1 = (await project().release([])).record.id;
    ids.v2 = (await project().release([toVersion("web", "v2")])).record.id;
    ids.v3 = (await project().release([toVersion("web", "v3")])).record.id;
  });

  it("rolls back to the release that is named", async () => {
    const { code, stdout, stderr } = await project().cli("rollback", "web", "--to", ids.v1!, "-m", "v3 loses carts");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: rollback web v3 → v1 in /);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
    const [record] = await project().session().records.list();
    assert.equal(record?.of, ids.v1);
    assert.equal(record?.description, "v3 loses carts");
  });

  it("goes to none that a rollback has left or passed over, unless it is named", async () => {
    const { code, stderr } = await project().cli("rollback", "web");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `NOTHING_TO_ROLL_BACK_TO: nothing before the present state of web is left to go back to; rollbacks have left or passed over all the others
  - web v3: release ${ids.v3!}
  - web v2: release ${ids.v2!}
  next: to go to one of them all the same: release rollback web --to ID
`,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("does a past release again: its parameters, all pods new", async () => {
    const { code, stdout, stderr } = await project().cli("resubmit", ids.v2!);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: resubmit web v1 → v2 in /);
    const { config } = parse(project().read()) as { config: Record<string, Record<string, Record<string, string>>> };
    assert.equal(config["releases:current"]!.web!.version, "v2");
    assert.match(config["releases:current"]!.web!.restartedAt!, /^\d{4}-/);
  });

  it("goes back past a restart, which is the same version, to the one before", async () => {
    const restart = await project().cli("restart", "web");
    assert.equal(restart.code, 0, restart.stderr);
    const { code, stdout, stderr } = await project().cli("rollback", "web");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: rollback web v2 → v1 in /);
    const again = await project().cli("rollback", "web", "--to", ids.v2!);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("refuses to go back to an image that is gone, before anything changes", async () => {
    const { records } = project().session();
    const [newest] = await records.list();
    const gone = structuredClone(newest!);
    gone.id = "20200101-000000-gone";
    gone.changes[0]!.after.release = { version: "v404" };
    await records.save(gone);
    const before = project().read();
    const { code, stderr } = await project().cli("rollback", "web", "--to", gone.id);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^(asking a node whether localhost\/web:v404 can still be fetched\n)?IMAGE_GONE: the image to go back to cannot be fetched any more; nothing was changed\n {2}- web: localhost\/web:v404: Err.*\n {2}next: choose another release with --to \(release history --result succeeded\), or push the image again\n$/,
    );
    assert.equal(project().read(), before);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    const asked = await podsThatAsk();
    assert.ok(asked > 0);
    const dry = await project().cli("rollback", "web", "--to", gone.id, "--dry-run");
    assert.equal(dry.code, 0, dry.stderr);
    assert.equal(await podsThatAsk(), asked, "none is made for a dry run");
    await records.remove(gone);
  });

  it("names a release that is not on record", async () => {
    const { code, stderr } = await project().cli("resubmit", "nope1");
    assert.equal(code, 1);
    assert.equal(stderr, 'RECORD_UNKNOWN: no release "nope1" is on record\n  next: release history\n');
  });

  it("tells Pulumi's own updates among the releases, and can go back to one", async () => {
    const context = await project().context();
    project().write(project().read().replace("version: v2", "version: v4"));
    const up = await context.engine.up({ message: "by hand", emit: () => undefined });
    assert.equal(up.result, "succeeded");
    const { code, stdout } = await project().cli("history", "--limit", "2");
    assert.equal(code, 0);
    const [head, first, second] = stdout.split("\n");
    assert.match(head!, /^RELEASE +KIND +WHAT +OPERATOR +STARTED \(UTC\) +TOOK +RESULT$/);
    assert.match(first!, /^pulumi-\d+ +deploy +web v2 → v4 +pulumi up +\S+ \S+ +\S+ s +succeeded$/);
    assert.match(second!, /rollback +web v1 → v2 +ada /);
    const crash = await project().release([toVersion("web", "crash")]);
    assert.equal(crash.record.result, "rolled back");
    assert.deepEqual(await project().running(namespace()), { web: "v4" });
  });

  /** How many pods were ever made here to ask for an image. */
  async function podsThatAsk(): Promise<number> {
    const { items } = await cluster().core.listNamespacedEvent({ namespace: namespace() });
    const names = items.map(({ involvedObject: { name = "" } }) => name);
    return new Set(names.filter((name) => name.startsWith("release-image-check-"))).size;
  }
});
