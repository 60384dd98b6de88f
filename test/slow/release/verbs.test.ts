import assert from "node:assert/strict";
import { startLoad, type Load } from "../../../lab/load.ts";
import { useProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

const wanted = Number(process.env.RELEASE_SLOW_REQUESTS ?? "100000");
const rate = 100;
const service = "template: website, image: localhost/web, replicas: 2, files: { /etc/site/greeting.txt: hello }";

describe("every verb under load", function () {
  this.timeout(1_800_000);
  const cluster = useLab();
  const staging = useNamespace(cluster, "load");
  const prod = useNamespace(cluster, "load-prod");
  const project = useProject();
  const loads: Load[] = [];

  it(`fails none of ${wanted} requests, over new and over kept-alive connections`, async () => {
    project().stack(staging(), { web: { version: "v1", basic: service } }, "staging");
    project().stack(prod(), { web: { version: "v1", basic: service } }, "prod");
    await project().release([], {}, "staging");
    await project().release([], {}, "prod");
    for (const namespace of [staging(), prod()]) {
      const { spec } = await cluster().core.readNamespacedService({ namespace, name: "web" });
      const url = `http://${spec!.clusterIP!}/`;
      for (const keepAlive of [true, false]) loads.push(await startLoad({ url, seconds: 3_600, rate, keepAlive }));
    }
    const startedAt = Date.now();
    const taken = new Map<string, number[]>();
    const run = async (name: string, code: number, ...args: string[]): Promise<void> => {
      const from = Date.now();
      const result = await project().cli(...args);
      assert.equal(result.code, code, `${name}: ${result.stderr}\n${result.stdout}`);
      taken.set(name, [...(taken.get(name) ?? []), (Date.now() - from) / 1000]);
    };
    for (let round = 0; round === 0 || ((Date.now() - startedAt) / 1000) * rate * 4 < wanted * 1.05; round++) {
      const version = `v${(round % 8) + 2}`;
      await run("up", 0, "up", `web=${version}`, "-s", "staging");
      await run("promote", 0, "promote", "staging", "prod", "--yes");
      await run("up, crashing", 2, "up", "web=crash", "-s", "staging", "--force", "-m", "again");
      await run("rollback", 0, "rollback", "web", "-s", "staging");
      const [newest] = await project().session("staging").records.list();
      await run("resubmit", 0, "resubmit", newest!.id, "-s", "staging");
      await run("restart", 0, "restart", "web", "-s", "staging");
      project().write(
        project()
          .read("staging")
          .replace(/greeting.txt: \w+/, `greeting.txt: hello${round}`),
        "staging",
      );
      await run("up, configuration alone", 0, "up", "-s", "staging");
      await interrupted("up", "web=never-ready", "-s", "staging", "--force", "-m", "again");
      await run("recover", 0, "recover", "-s", "staging");
      await run("up, no change", 0, "up", "-s", "staging");
    }
    for (const { stop } of loads) stop();
    const results = await Promise.all(loads.map(({ result }) => result));
    const sent = results.reduce((sum, result) => sum + result.sent, 0);
    const failed = results.reduce((sum, result) => sum + result.failed, 0);
    for (const [name, seconds] of taken) {
      const mean = seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
      process.stdout.write(`    ${name}: ${mean.toFixed(1)} s on average of ${seconds.length}\n`);
    }
    const slowest = Math.max(...results.map(({ p99Ms }) => p99Ms));
    process.stdout.write(`    ${sent} requests, ${failed} failed, p99 ${slowest} ms at most\n`);
    assert.equal(failed, 0, JSON.stringify(results.map(({ errors }) => errors)));
    assert.ok(sent >= wanted, `${sent} requests`);
  });

  after(() => {
    for (const { stop } of loads) stop();
  });

  async function interrupted(...args: string[]): Promise<void> {
    const running = project().start(args);
    await running.saw(/new available/);
    running.child.kill("SIGINT");
    assert.equal((await running.ended).code, 5);
  }
});
