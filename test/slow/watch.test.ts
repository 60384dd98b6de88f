import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { startLoad, type Load } from "../../lab/load.ts";
import { useBranch } from "../cluster/release/branch.ts";
import { useProject, type RunningCli } from "../cluster/release/project.ts";
import { useLab, useNamespace } from "../cluster/support.ts";
import { freePort } from "../../host/freePort.ts";
import { leaseNameOf } from "../../watch/leader.ts";

const commits = Number(process.env.RELEASE_SLOW_COMMITS ?? "20");
const wanted = Number(process.env.RELEASE_SLOW_REQUESTS ?? "100000");
const minutes = Number(process.env.RELEASE_SLOW_MINUTES ?? "5");
const service = "template: website, image: localhost/web, replicas: 2";

describe("a branch that is watched", function () {
  this.timeout(3_600_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "watched");
  const project = useProject();
  const { begin, push } = useBranch(project);
  const loads: Load[] = [];
  const watching: RunningCli[] = [];
  const watch = (...args: string[]): RunningCli => {
    const started = project().start(["watch", "--interval", "1", ...args]);
    watching.push(started);
    return started;
  };
  const end = async (running: RunningCli, signal: NodeJS.Signals): Promise<void> => {
    running.child.kill(signal);
    await running.ended;
  };
  const records = () => project().session().records.list();
  const deployment = () => cluster().apps.readNamespacedDeployment({ namespace: namespace(), name: "web" });
  /** The commit that those who watch have settled last. */
  const settled = async (): Promise<string | undefined> => {
    const { project: name, name: stack } = project().session().stack;
    const of = { namespace: namespace(), name: leaseNameOf({ project: name, stack }) };
    const { metadata } = await cluster().coordination.readNamespacedLease(of);
    const text = metadata?.annotations?.["releases/settled"];
    return text === undefined ? undefined : (JSON.parse(text) as { commit: string }).commit;
  };
  /** When the version began to arrive, and when it served everywhere; ms since 1970. */
  const arrival = async (version: string): Promise<[begun: number, done: number]> => {
    let begun: number | undefined;
    for (;;) {
      const { metadata, spec, status } = await deployment();
      if (spec?.template.spec?.containers[0]?.image?.endsWith(`:${version}`) === true) {
        begun ??= Date.now();
        const { updatedReplicas, availableReplicas, replicas, observedGeneration } = status ?? {};
        const all = [updatedReplicas, availableReplicas, replicas].every((count) => count === spec.replicas);
        if (all && observedGeneration === metadata?.generation) return [begun, Date.now()];
      }
      await sleep(50);
    }
  };

  before(async () => {
    project().stack(namespace(), { web: { version: "v1", basic: service } });
    await project().release([]);
    begin();
    const { spec } = await cluster().core.readNamespacedService({ namespace: namespace(), name: "web" });
    const url = `http://${spec!.clusterIP!}/`;
    for (const keepAlive of [true, false]) loads.push(await startLoad({ url, seconds: 3_600, rate: 100, keepAlive }));
  });
  after(() => {
    for (const { child } of watching) child.kill("SIGKILL");
    for (const { stop } of loads) stop();
  });

  it(`serves each of ${commits} commits soon after it was pushed`, async () => {
    // As a webhook of the repository does: nobody waits for the next look.
    const port = await freePort();
    const running = watch("--health-port", String(port));
    await running.saw(/ first is released/);
    const beside: number[] = [];
    for (let index = 0; index < commits; index++) {
      const version = `v${(index % 8) + 2}`;
      const pushed = Date.now();
      push(`commit ${index}`, { web: version });
      await fetch(`http://127.0.0.1:${port}/look`, { method: "POST" });
      const [begun, done] = await arrival(version);
      beside.push((done - pushed - (done - begun)) / 1000);
      await running.saw(new RegExp(` commit ${index} is released`));
    }
    beside.sort((a, b) => a - b);
    process.stdout.write(
      `    from push to the first new pod: ${beside.at(beside.length / 2)?.toFixed(1) ?? ""} s (median), ${beside.at(-1)?.toFixed(1) ?? ""} s at most of ${commits}\n`,
    );
    await end(running, "SIGTERM");
  });

  it(`is released once, with nothing lost, where who watches is killed every 20 s for ${minutes} min`, async () => {
    const from = Date.now();
    let pair = [watch(), watch()] as [RunningCli, RunningCli];
    let pushed = 0;
    let last = "";
    while (Date.now() - from < minutes * 60_000) {
      last = push(`under kills ${pushed}`, { web: `v${(pushed % 8) + 1}` });
      pushed += 1;
      await sleep(20_000);
      await end(pair[0], "SIGKILL");
      pair = [pair[1], watch()];
    }
    // Whoever it was: the one that said so may have been killed since.
    while ((await settled()) !== last) await sleep(500);
    for (const running of pair) await end(running, "SIGTERM");
    const done = (await records())
      .filter(({ description, result }) => description?.startsWith("under kills") === true && result === "succeeded")
      .map(({ description }) => description);
    assert.deepEqual([...new Set(done)].sort(), [...done].sort(), "one was released twice");
    const { spec } = await deployment();
    assert.equal(spec?.template.spec?.containers[0]?.image, `localhost/web:v${((pushed - 1) % 8) + 1}`);
    const open = (await records()).filter(({ result }) => result === "running");
    assert.deepEqual(open, []);
    process.stdout.write(`    ${pushed} commits, ${pushed} kills: ${done.length} released, the newest serves\n`);
  });

  it("has a bad commit taken back, once, with no request failed", async () => {
    const running = watch();
    await running.saw(/ watches main of /);
    push("a crash", { web: "crash" });
    await running.saw(/ a crash failed, and is not tried again/);
    const from = Date.now();
    const perSecond = 200;
    await sleep(Math.max(0, (wanted / perSecond) * 1000 - (performance.now() - started)));
    const crashes = (await records()).filter(({ description }) => description?.startsWith("a crash") === true);
    assert.deepEqual(
      crashes.map(({ result }) => result),
      ["rolled back"],
    );
    for (const { stop } of loads) stop();
    const results = await Promise.all(loads.map(({ result }) => result));
    const sent = results.reduce((sum, result) => sum + result.sent, 0);
    const failed = results.reduce((sum, result) => sum + result.failed, 0);
    process.stdout.write(
      `    not tried again in ${((Date.now() - from) / 60_000).toFixed(1)} min; ${sent} requests, ${failed} failed\n`,
    );
    assert.equal(failed, 0, JSON.stringify(results.map(({ errors }) => errors)));
    await end(running, "SIGTERM");
  });
  const started = performance.now();
});
