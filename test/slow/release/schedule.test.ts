import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, steady, useProject } from "../../cluster/release/project.ts";

/** A schedule that never comes while a test runs: what runs was begun by hand. */
const never = "schedule: 0 4 29 2 *";
/** Ends well with every version of the sample server but `crash`, which exits with code 3. */
const backup = (env = "WEB_EXIT: true", cronJob = never) =>
  `template: schedule, image: localhost/web, owner: tests, env: { ${env} }, cronJob: { ${cronJob} }`;

describe("a service that runs to its end on a schedule", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "schedule");
  const project = useProject();
  const write = (version: string, basic = backup()) => {
    project().stack(namespace(), { backup: { version, basic } });
  };

  async function cronJob() {
    return cluster().batch.readNamespacedCronJob({ namespace: namespace(), name: "backup" });
  }

  async function runs() {
    return (await cluster().batch.listNamespacedJob({ namespace: namespace() })).items;
  }

  const image = async () => (await cronJob()).spec.jobTemplate.spec?.template.spec?.containers[0]?.image;

  before(async () => {
    write("v1");
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 0, stderr);
  });

  it("is a CronJob and nothing else that runs, and released by its version", async () => {
    assert.equal(await image(), "localhost/web:v1");
    const { items: deployments } = await cluster().apps.listNamespacedDeployment({ namespace: namespace() });
    const { items: services } = await cluster().core.listNamespacedService({ namespace: namespace() });
    assert.deepEqual([deployments.length, services.length], [0, 0]);
    const again = await project().cli("up");
    assert.equal(again.stdout, "no change: staging already is as asked for\n");
    const { code, stdout, stderr } = await project().cli("up", "backup=v2");
    assert.equal(code, 0, stderr);
    assert.equal(steady(stdout), "succeeded: deploy backup v1 → v2 in N s (ID)\n");
    assert.equal(await image(), "localhost/web:v2");
    const { stdout: seen } = await project().cli("status");
    assert.match(seen, /^backup +v2 +v2 +v2 +0 +scheduled: never run yet; next in \d+ days \(Tue 04:00 Etc\/UTC\)$/m);
  });

  it("goes back by a rollback, and follows a change of its schedule", async () => {
    const { code, stdout, stderr } = await project().cli("rollback", "backup");
    assert.equal(code, 0, stderr);
    assert.equal(steady(stdout), "succeeded: rollback backup v2 → v1 in N s (ID)\n");
    assert.equal(await image(), "localhost/web:v1");
    write("v1", backup("WEB_EXIT: true", "schedule: 5 4 29 2 *, timeZone: Asia/Tokyo, suspend: true"));
    const changed = await project().cli("up");
    assert.equal(changed.code, 0, changed.stderr);
    const { schedule, timeZone, suspend, concurrencyPolicy } = (await cronJob()).spec;
    assert.deepEqual([schedule, timeZone, suspend, concurrencyPolicy], ["5 4 29 2 *", "Asia/Tokyo", true, "Forbid"]);
    const { stdout: seen } = await project().cli("status");
    assert.match(seen, /suspended: never run yet; suspended: none begins by itself$/m);
  });

  it("is run now, with its log, on record with who and why", async () => {
    const { code, stdout, stderr } = await project().cli("run", "backup", "-m", "Friday's is missing");
    assert.equal(code, 0, stderr);
    assert.equal(steady(stdout), "succeeded: run backup v1 in N s (ID)\n");
    assert.match(stderr, /│ .*nothing to do, exiting/);
    const [job, ...others] = await runs();
    assert.equal(others.length, 0);
    assert.deepEqual(
      job?.metadata?.ownerReferences?.map(({ kind, name }) => `${kind} ${name}`),
      ["CronJob backup"],
    );
    const [record] = await project().session().records.list();
    assert.deepEqual(
      [record?.kind, record?.operator, record?.description, record?.result, record?.changes],
      ["run", "ada", "Friday's is missing", "succeeded", []],
    );
    const { stdout: history } = await project().cli("history", "--service", "backup", "--limit", "1");
    assert.match(history, / run +backup v1 +ada .* succeeded$/m);
    const { stdout: shown } = await project().cli("show", record!.id);
    assert.match(shown, /^reason +Friday's is missing$/m);
    assert.match(shown, /^job +backup-run-[0-9a-f]{8} in \S+: exit code 0, /m);
    const { stdout: seen } = await project().cli("status");
    assert.match(seen, /suspended: last run \d+ s ago succeeded in \d+ s; suspended: none begins by itself$/m);
  });

  it("that fails by hand ends with exit code 3 and its log on record, and its release stays what it was", async () => {
    write("v1", backup("WEB_CRASH: true"));
    assert.equal((await project().cli("up")).code, 0);
    const { code, stdout, stderr } = await project().cli("run", "backup");
    assert.equal(code, 3, stderr);
    assert.match(
      steady(stdout),
      /^failed: run backup v1 in N s \(ID\)\n {2}why: the run of backup exited with code 3 after N s\n {2}more: kubectl logs -n \S+ backup-run-\S+\n {2}next: release show ID/,
    );
    assert.match(stderr, /cannot open database/);
    const [record] = await project().session().records.list();
    const { stdout: shown } = await project().cli("show", record!.id);
    assert.match(shown, /cannot open database/);
    const { stdout: seen } = await project().cli("status");
    assert.match(seen, /failing: last run \d+ s ago failed in \d+ s; next in /);
    const again = await project().cli("up");
    assert.equal(again.stdout, "no change: staging already is as asked for\n");
  });

  it("is run once where two ask at the same time, and Ctrl-C leaves the run to the cluster", async () => {
    write("v1", backup("WEB_CRASH_AFTER: 12s"));
    assert.equal((await project().cli("up")).code, 0);
    const before = (await runs()).length;
    const calls = [project().start(["run", "backup"]), project().start(["run", "backup"])];
    await Promise.all(calls.map((call) => call.saw(/listening/)));
    assert.equal((await runs()).length, before + 1);
    const active = (await cronJob()).status?.active?.map(({ name }) => name);
    assert.deepEqual(
      active,
      (await runs()).filter(({ status }) => status?.active === 1).map(({ metadata }) => metadata!.name),
    );
    // One record, and nobody but its own process closes it.
    const open = (await project().session().records.list()).filter(
      ({ kind, result }) => kind === "run" && result === "running",
    );
    assert.equal(open.length, 1);
    assert.ok(calls.some(({ child }) => child.pid === open[0]!.process?.pid));
    assert.equal((await project().cli("recover")).stdout, "nothing to mend\n");
    calls[0]!.child.kill("SIGINT");
    const left = await calls[0]!.ended;
    assert.equal(left.code, 5, left.stderr);
    assert.match(
      left.stdout,
      /^goes on: run of backup as Job (backup-run-[0-9a-f]{8}) in \S+ \(\S+\)\n {2}next: release run backup follows it again; its end stands in release history then\n {2}to end it: kubectl delete job -n \S+ \1\n$/,
    );
    const stayed = await calls[1]!.ended;
    assert.equal(stayed.code, 3, stayed.stderr);
    assert.equal((await runs()).length, before + 1);
    const records = await project().session().records.list();
    assert.deepEqual([records[0]?.kind, records[0]?.result, records[1]?.kind], ["run", "failed", "deploy"]);
  });

  it("whose end nobody saw is told as its Job ended, and closed by recover", async () => {
    const call = project().start(["run", "backup"]);
    await call.saw(/listening/);
    call.child.kill("SIGKILL");
    await call.ended;
    const [open] = await project().session().records.list();
    assert.equal(open?.result, "running");
    const { stdout: going } = await project().cli("history", "--limit", "1");
    assert.match(going, / running$/m);
    for (let left = 120; left > 0 && (await cronJob()).status?.active !== undefined; left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const { stdout: over } = await project().cli("history", "--limit", "1");
    assert.match(over, / failed$/m);
    const { code, stdout, stderr } = await project().cli("recover");
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`run ${open.id} of backup ended "failed" unseen`));
    const [closed] = await project().session().records.list();
    assert.deepEqual([closed?.id, closed?.result], [open.id, "failed"]);
    assert.match(closed!.reason!, /^the run of backup exited with code 3 after /);
  });

  it("is taken back by recover where a release of its configuration alone was killed before it got there", async () => {
    const before = project().read();
    const generation = (await cronJob()).metadata?.generation;
    project().write(before.replace("WEB_CRASH_AFTER: 12s", "WEB_CRASH_AFTER: 13s"));
    const running = project().start(["up", "backup"]);
    await running.saw(/apply/);
    running.child.kill("SIGKILL");
    await running.ended;
    assert.equal((await cronJob()).metadata?.generation, generation);
    const { code, stdout, stderr } = await project().cli("recover");
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^restore succeeded: backup v1 \(ID\)$/m);
    assert.equal(project().read(), before);
  });

  it("that cannot start is told within its patience, and does not stay in the way", async () => {
    write("missing", backup("WEB_EXIT: true", `${never}, concurrency: Replace`));
    assert.equal((await project().cli("up")).code, 0);
    const { code, stdout } = await project().cli("run", "backup");
    assert.equal(code, 3);
    assert.match(stdout, /why: the run of backup: .*localhost\/web:missing/);
    for (let left = 60; left > 0 && (await runs()).some(({ status }) => (status?.active ?? 0) > 0); left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    assert.deepEqual(
      (await runs()).filter(({ status }) => (status?.active ?? 0) > 0),
      [],
    );
  });

  it("has no pods to restart, and others have nothing to run", async () => {
    const restart = await project().cli("restart", "backup");
    assert.equal(restart.code, 1);
    assert.match(restart.stderr, /^RESTART_OF_SCHEDULE: /m);
    const unknown = await project().cli("run", "backups");
    assert.match(unknown.stderr, /^SERVICE_UNKNOWN: .*did you mean "backup"\?/m);
  });

  it("begins no run by hand while it is frozen, unless somebody says why", async () => {
    write("v1");
    assert.equal((await project().cli("up")).code, 0);
    const frozen = await project().cli("freeze", "--until", "1h", "--reason", "audit", "--service", "backup");
    assert.equal(frozen.code, 0, frozen.stderr);
    const before = (await runs()).length;
    const held = await project().cli("run", "backup");
    assert.equal(held.code, 4, held.stderr);
    assert.match(held.stderr, /^FROZEN: backup of stack staging is frozen; nothing was touched$/m);
    assert.equal((await runs()).length, before);
    await project().cli("run", "backup", "--despite-freeze", "the auditor asks");
    const [record] = await project().session().records.list();
    assert.deepEqual([record?.kind, record?.despiteFreeze?.reason], ["run", "the auditor asks"]);
    assert.equal((await project().cli("unfreeze")).code, 0);
  });

  it("leaves with release up --remove, and comes back with a rollback", async () => {
    write("v1");
    assert.equal((await project().cli("up")).code, 0);
    const { code, stderr } = await project().cli("up", "--remove", "backup");
    assert.equal(code, 0, stderr);
    const { items } = await cluster().batch.listNamespacedCronJob({ namespace: namespace() });
    assert.deepEqual(items, []);
    const back = await project().cli("rollback", "backup");
    assert.equal(back.code, 0, back.stderr);
    assert.equal(await image(), "localhost/web:v1");
  });
});
