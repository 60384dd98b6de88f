import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, steady, useProject } from "../../cluster/release/project.ts";

/** Ends well with every version of the sample server but `crash`, which exits with code 3. */
const migrate = "name: migrate, env: { WEB_EXIT: true }";

describe("the jobs of a release", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "jobs");
  const project = useProject();
  const service = (jobs: string) => ({ web: { version: "v1", basic: `${quick}, jobs: ${jobs}` } });

  async function jobNames(): Promise<string[]> {
    const { items } = await cluster().batch.listNamespacedJob({ namespace: namespace() });
    return items.map(({ metadata }) => metadata!.name!).sort();
  }

  async function podUids(): Promise<string[]> {
    const labelSelector = "app.kubernetes.io/name=web";
    const { items } = await cluster().core.listNamespacedPod({ namespace: namespace(), labelSelector });
    const staying = items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
    return staying.map(({ metadata }) => metadata!.uid!).sort();
  }

  before(async () => {
    const jobs = `{ before: [{ ${migrate}, compatible: true }], after: [{ name: check, env: { WEB_EXIT: true }, compatible: true }] }`;
    project().stack(namespace(), service(jobs));
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    assert.deepEqual(
      record.jobs?.map(({ job, runs, result, exitCode }) => [job, runs, result, exitCode]),
      [
        ["migrate", "before", "succeeded", 0],
        ["check", "after", "succeeded", 0],
      ],
    );
  });

  it("run once: nothing runs where nothing changes, and a changed one is another Job", async () => {
    const first = await jobNames();
    assert.equal(first.length, 2);
    const { code, stdout, stderr } = await project().cli("up");
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "no change: staging already is as asked for\n");
    assert.deepEqual(await jobNames(), first);
    const second = await project().cli("up", "web=v2");
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stderr, /web job migrate {2}done/);
    assert.match(second.stderr, /│ .*nothing to do, exiting/);
    const now = await jobNames();
    assert.equal(now.length, 2);
    assert.equal(now.filter((name) => first.includes(name)).length, 0);
  });

  it("are left alone by a restart", async () => {
    const before = await jobNames();
    const { code, stderr } = await project().cli("restart", "web");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await jobNames(), before);
  });

  it("that fail end the release before any pod is touched, with their log as evidence", async () => {
    const [pods, file] = [await podUids(), project().read()];
    const { code, stdout, stderr } = await project().cli("up", "web=crash");
    assert.equal(code, 2, stderr);
    assert.match(
      steady(stdout),
      /^rolled back: deploy web v2 → crash in N s \(ID\)\n {2}why: job migrate of web exited with code 3 after N s\n {2}more: kubectl logs -n \S+ web-migrate-\S+\n {2}restored: web v2/,
    );
    assert.deepEqual(await podUids(), pods);
    assert.notEqual(project().read(), file);
    assert.match(project().read(), /web: \{ version: v2, .*jobsSkipped: v2 \}/);
    const [, failed] = await project().session().records.list();
    const { stdout: shown } = await project().cli("show", failed!.id);
    assert.match(shown, /cannot open database/);
    assert.match(shown, /^ {2}job migrate \(before\) failed: .*exit code 3$/m);
  });

  it("are not run by going back, nor by what follows without a change", async () => {
    const { code, stdout, stderr } = await project().cli("up");
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "no change: staging already is as asked for\n");
  });

  it("can be skipped with a reason, which is recorded", async () => {
    const asked = await project().cli("up", "web=v3", "--skip-jobs");
    assert.equal(asked.code, 1);
    assert.match(asked.stderr, /^REASON_MISSING: --skip-jobs wants a reason\n/);
    const { code, stderr } = await project().cli("up", "web=v3", "--skip-jobs", "-m", "ran by hand");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await jobNames(), []);
    const { stdout } = await project().cli("history");
    assert.match(stdout, /web v2 → v3; migrate skipped, check skipped/);
    const again = await project().cli("up");
    assert.equal(again.stdout, "no change: staging already is as asked for\n");
  });
});
