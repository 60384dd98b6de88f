import assert from "node:assert/strict";
import { startLoad, type Load } from "../../../lab/load.ts";
import { useProject, type CliResult } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import type { ReleaseRecord } from "../../../records/record.ts";

const steps = "steps: [{ weight: 25, pause: 2s }, { weight: 50, pause: 2s }]";
const service =
  "template: website, image: localhost/web, owner: tests, replicas: 3, rollout: { minReady: 0s }, drain: { sleep: 3s, time: 5s }";

interface Walked {
  result: string;
  why: string;
  releases: { release: ReleaseRecord }[];
}

describe("a canary that is walked by replicas", function () {
  this.timeout(600_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "walk");
  const project = useProject();
  let load: Load | undefined;
  before(async () => {
    write("version: v1");
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    const { spec } = await lab().core.readNamespacedService({ name: "web", namespace: namespace() });
    load = await startLoad({ url: `http://${spec?.clusterIP ?? ""}/`, seconds: 500, rate: 40, connections: 4 });
  });
  after(() => load?.stop());

  it("goes step by step, each a release on record, and serves everybody in the end", async () => {
    const { result, releases } = walked(await up("web=v2", "--canary", "-m", "new navigation"), 0);
    assert.equal(result, "promoted");
    assert.deepEqual(
      releases.map(({ release: { kind, canary } }) => [
        kind,
        canary?.action,
        canary?.at[0]?.weight,
        canary?.at[0]?.reached,
      ]),
      [
        ["canary", "start", 25, 25],
        ["canary", "step", 50, 50],
        ["canary", "promote", 50, 50],
      ],
    );
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.match(project().read(), /web: \{ version: v2 \}/);
  });

  it("is taken back at once where its pods crash: what serves stays as it was, and the cause is named", async () => {
    const ended = await up("web=crash", "--canary");
    assert.equal(ended.code, 2, ended.stderr);
    const { result, why } = JSON.parse(ended.stdout) as Walked;
    assert.equal(result, "failed");
    assert.match(why, /^container web of pod web-canary-\S+ exits with code 3 right after its start \(2 times\)$/);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.match(project().read(), /web: \{ version: v2 \}/);
  });

  it("waits for a person where a step says so, refuses a second version meanwhile, and goes on from there", async () => {
    write("version: v2", "steps: [{ weight: 25, pause: manual }]");
    const first = walked(await up("web=v3", "--canary"), 0);
    assert.deepEqual([first.result, first.why], ["standing", "this step waits for a person"]);

    const second = await project().cli("up", "web=v4", "--canary");
    assert.equal(second.code, 1);
    assert.match(second.stderr, /^CANARY_UNDER_WAY: web v4 cannot be released: another canary stands/m);
    const plain = await project().cli("up", "web=v4");
    assert.equal(plain.code, 1);
    assert.match(plain.stderr, /^CANARY_UNDER_WAY/m);

    const { stdout } = await project().cli("canary", "status");
    assert.match(
      stdout,
      /^web v3 {2}■■■□□□□□□□ 25 % {2}step 1 of 1, 25 %, by replicas\n {2}1\/1 pods available\n {2}since /,
    );

    const restarted = await project().cli("restart", "web");
    assert.equal(restarted.code, 0, restarted.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2", "web-canary": "v3" });

    const next = walked(await cli("canary", "next", "web"), 0);
    assert.equal(next.result, "promoted");
    assert.deepEqual(await project().running(namespace()), { web: "v3" });
  });

  it("is aborted on a person's word, with the reason on record, and not set again by a pipeline", async () => {
    walked(await up("web=v5", "--canary"), 0);
    const { result } = walked(await cli("canary", "abort", "web", "-m", "carts are lost"), 0);
    assert.equal(result, "aborted");
    assert.deepEqual(await project().running(namespace()), { web: "v3" });
    const set = await project().cli("set", "web=v5");
    assert.equal(set.code, 1, set.stdout);
    assert.match(set.stderr, /aborted its canary: carts are lost/);
  });

  it("is mended by recover after a kill -9 in its midst, and rollback after a promotion goes past it", async () => {
    const running = project().start(["--json", "up", "web=slow-start-10s", "--canary"]);
    await running.saw(/"type":"rollout".*web-canary/);
    running.child.kill("SIGKILL");
    await running.ended;
    const recovered = await project().cli("recover", "--yes");
    assert.equal(recovered.code, 0, recovered.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v3" });
    const back = await project().cli("rollback", "web", "-m", "the old look");
    assert.equal(back.code, 0, back.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("had no request fail in all of it", async () => {
    load?.stop();
    const { sent, failed, errors } = await load!.result;
    assert.equal(failed, 0, `${failed} of ${sent} requests failed: ${JSON.stringify(errors)}`);
    process.stdout.write(`    ${sent} requests, 0 failed\n`);
  });

  function write(current: string, canary = steps): void {
    project().write(
      `config:\n  releases:namespace: ${namespace()}\n  releases:services: { web: { ${service}, canary: { ${canary} } } }\n` +
        `  releases:current: { web: { ${current} } }\n`,
    );
  }

  function cli(...args: string[]): Promise<CliResult> {
    return project().start(["--json", ...args]).ended;
  }

  function up(...args: string[]): Promise<CliResult> {
    return cli("up", ...args);
  }

  function walked({ code, stdout, stderr }: CliResult, wanted: number): Walked {
    assert.equal(code, wanted, stderr);
    return JSON.parse(stdout) as Walked;
  }
});
