import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, steady, useProject } from "../../cluster/release/project.ts";

/** Jobs end well with any version; pods of `exit-0` end at once, which dooms a release after its job has run. */
const ends = "env: { WEB_EXIT: true }";
const waived = quick.replace("waivers: {", "waivers: { ZD024: an outage is announced,");

describe("the way back over a job", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "jobs-back");
  const project = useProject();
  const job = (name: string, way: string) => `${waived}, jobs: { before: [{ name: ${name}, ${ends}, ${way} }] }`;

  before(async () => {
    const undo = "undo: { args: [] , command: [/web] }";
    project().stack(namespace(), {
      lasting: { version: "v1", basic: job("migrate", "compatible: false") },
      open: { version: "v1", basic: job("migrate", "compatible: true") },
      undone: { version: "v1", basic: job("migrate", undo) },
    });
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
  });

  it("is taken at once where older versions go with it", async () => {
    const { code, stdout, stderr } = await project().cli("up", "open=exit-0");
    assert.equal(code, 2, stderr);
    assert.match(steady(stdout), /^rolled back: deploy open v1 → exit-0 in N s/);
    assert.equal((await project().running(namespace())).open, "v1");
  });

  it("is not taken where they do not: stopped with the choice, exit 3, old pods still there", async () => {
    const { code, stdout, stderr } = await project().cli("up", "lasting=exit-0");
    assert.equal(code, 3, stderr);
    assert.match(
      steady(stdout),
      /\n {2}NOT TAKEN BACK: lasting: a job ran that lasting v1 is not said to go with\n {2}what serves now: release status\n {2}fix forward: release up lasting=VERSION\n {2}or, once the data is as the older version needs it: release rollback lasting --force-restore -m REASON\n {2}next: release show ID \(logs, events\), then one of the two\n$/,
    );
    assert.equal((await project().running(namespace())).lasting, "exit-0");
  });

  it("is refused to a rollback in the same way", async () => {
    const { code, stderr } = await project().cli("rollback", "lasting");
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /JOBS_IN_THE_WAY: a version asked for is older than what a job has made of the data since, and is not said to go with it\n {2}- lasting v1: job migrate ran with exit-0 \(compatible: false\)\n {2}next: fix forward with a new version;/,
    );
  });

  it("is refused over a later good release too", async () => {
    const good = await project().cli("up", "lasting=v3");
    assert.equal(good.code, 0, good.stderr);
    const { code, stderr } = await project().cli("rollback", "lasting");
    assert.equal(code, 1, stderr);
    assert.match(stderr, /lasting v1: job migrate ran with v3 \(compatible: false\)/);
  });

  it("is taken with --force-restore and a reason", async () => {
    const { code, stdout, stderr } = await project().cli(
      ...["rollback", "lasting", "--force-restore", "-m", "the backup is back"],
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: rollback lasting v3 → v1/);
    assert.equal((await project().running(namespace())).lasting, "v1");
  });

  it("is taken once the job is undone, by a job with the version that ran it", async () => {
    const { code, stdout, stderr } = await project().cli("up", "undone=exit-0");
    assert.equal(code, 2, stderr);
    assert.match(stdout, /^rolled back: deploy undone v1 → exit-0/);
    const [, failed] = await project().session().records.list();
    assert.deepEqual(
      failed?.jobs?.map(({ job: name, runs, result }) => [name, runs, result]),
      [
        ["migrate", "before", "succeeded"],
        ["migrate", "undo", "succeeded"],
      ],
    );
    const { stdout: history } = await project().cli("history");
    assert.match(steady(history), /undone v1 → exit-0; migrate N s, undo migrate N s/);
  });

  it("is taken by command after a renaming that jobs kept from going back, with --force-restore", async () => {
    const failing = "after: [{ name: smoke, env: { WEB_CRASH: true }, compatible: true }]";
    const jobs = `jobs: { before: [{ name: migrate, ${ends}, compatible: false }], ${failing} }`;
    const text = project().read();
    project().stack(namespace(), {
      lasting: { version: "v1", basic: job("migrate", "compatible: false") },
      opened: { version: "v4", basic: `${waived}, renamedFrom: open, ${jobs}` },
    });
    const kept = await project().cli("up", "opened");
    assert.equal(kept.code, 3, kept.stderr);
    assert.match(kept.stdout, /release rollback open --force-restore -m REASON/);
    const refused = await project().cli("rollback", "open");
    assert.match(refused.stderr, /JOBS_IN_THE_WAY: .*\n {2}- open v1: job migrate ran with v4/);
    const { code, stdout, stderr } = await project().cli(
      ...["rollback", "open", "--force-restore", "-m", "the data is as v1 needs it"],
    );
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^succeeded: rollback open v1 \(was opened\) in N s/);
    const { opened, open } = await project().running(namespace());
    assert.deepEqual([opened, open], [undefined, "v1"]);
    project().write(text);
  });
});
