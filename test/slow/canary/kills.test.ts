import assert from "node:assert/strict";
import { labGateway } from "../../../lab/gateway.ts";
import { startLoad, type Load } from "../../../lab/load.ts";
import { useProject, type RunningCli } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

const service =
  "template: website, image: localhost/web, owner: tests, replicas: 2, rollout: { minReady: 0s }, drain: { sleep: 4s, time: 6s }";
const steps = "canary: { steps: [{ weight: 20, pause: 2s }, { weight: 50, pause: 2s }] }";

/** Where it is killed: what stands in its output by then. */
const moments: readonly (readonly [name: string, args: readonly string[], seen: RegExp])[] = [
  ["the start", ["up", "web=v2", "--canary"], /"phase":"apply","state":"started"/],
  ["the first step's rollout", ["up", "web=v2", "--canary"], /"type":"rollout"/],
  ["the first pause", ["up", "web=v2", "--canary"], /"type":"canaryStep".*"state":"stands"/],
  ["the second step", ["canary", "next"], /"phase":"apply","state":"started"/],
  ["the promotion", ["canary", "promote"], /"type":"rollout"/],
  ["the abort", ["canary", "abort"], /"phase":"apply","state":"started"/],
];

describe("a canary whose walk is killed", function () {
  this.timeout(1_800_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "killed");
  const project = useProject();
  const loads: Load[] = [];
  before(async () => {
    const { address } = await labGateway({ emit: () => undefined });
    const route = `route: { gateway: main, gatewayNamespace: gateways, hosts: [], path: /${namespace()} }`;
    project().stack(namespace(), { web: { version: "v1", basic: `${service}, ${route}, ${steps}` } });
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    const url = `http://${address}/${namespace()}`;
    for (const keepAlive of [true, false])
      loads.push(await startLoad({ url, seconds: 1_800, rate: 50, connections: 4, keepAlive }));
  });
  after(() => {
    for (const { stop } of loads) stop();
  });

  for (const [moment, args, seen] of moments) {
    it(`in ${moment} is mended by recover, and then goes its way`, async () => {
      await standing(args[0] === "canary");
      const running = project().start(["--json", ...args]);
      await running.saw(seen);
      await kill(running);
      const recovered = await project().cli("recover", "--yes");
      assert.equal(recovered.code, 0, recovered.stderr);
      await agrees();
      const open = (await project().session().records.list()).filter(({ result }) => result === "running");
      assert.deepEqual(open, []);
      await cleared();
    });
  }

  it("had no request fail in all of it", async () => {
    const results = await Promise.all(
      loads.map(({ stop, result }) => {
        stop();
        return result;
      }),
    );
    const [sent, failed] = (["sent", "failed"] as const).map((of) => results.reduce((sum, one) => sum + one[of], 0));
    process.stdout.write(`    ${sent ?? 0} requests, ${failed ?? 0} failed\n`);
    assert.equal(failed, 0, JSON.stringify(results.map(({ errors }) => errors)));
  });

  /** With a canary at its first step, or with none. */
  async function standing(wanted: boolean): Promise<void> {
    const has = Object.hasOwn(await project().running(namespace()), "web-canary");
    if (has === wanted) return;
    if (!wanted) return cleared();
    const running = project().start(["--json", "up", "web=v3", "--canary"]);
    await running.saw(/"type":"canaryStep".*"state":"stands"/);
    await kill(running);
  }

  async function kill(running: RunningCli): Promise<void> {
    running.child.kill("SIGKILL");
    await running.ended;
  }

  /** The stack's file says what runs. */
  async function agrees(): Promise<void> {
    const running = await project().running(namespace());
    const current = project().session().stack.config.services[0]?.release;
    assert.equal(running.web, current?.version);
    assert.equal(running["web-canary"], current?.canary?.version);
  }

  /** Whatever stands is aborted, and the first version serves. */
  async function cleared(): Promise<void> {
    if (Object.hasOwn(await project().running(namespace()), "web-canary")) {
      const aborted = await project().cli("canary", "abort", "-m", "next");
      assert.equal(aborted.code, 0, aborted.stderr);
    }
    const version = project().session().stack.config.services[0]?.release.version;
    if (version === "v1") return;
    const back = await project().cli("up", "web=v1");
    assert.equal(back.code, 0, back.stderr);
  }
});
