import assert from "node:assert/strict";
import { join } from "node:path";
import { startLoad } from "../../../lab/load.ts";
import type { Act } from "../../../console/api/acts.ts";
import type { ReleaseDetail } from "../../../console/api/releases.ts";
import type { Phase } from "../../../records/phase.ts";
import { ConsoleClient } from "../../cluster/console/client.ts";
import { linkOf } from "../../cluster/console/link.ts";
import { patienceMs, useProject, type RunningCli } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

const turns = 2;
const good: Phase[] = ["check", "plan", "apply", "roll out", "verify", "record"];
const bad: Phase[] = ["evidence", "restore", "record"];
const service = "template: website, image: localhost/web, replicas: 1";

describe("kill -9 of the console, in each phase of a release that was begun there", function () {
  this.timeout(patienceMs * 4);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "console-kills");
  const project = useProject();
  let load: Awaited<ReturnType<typeof startLoad>>;
  let next = 2;
  let crashed: string | undefined;

  before(async () => {
    project().stack(namespace(), { web: { version: "v1", basic: service } });
    await project().release([]);
    const { spec } = await cluster().core.readNamespacedService({ namespace: namespace(), name: "web" });
    load = await startLoad({ url: `http://${spec?.clusterIP ?? ""}/`, seconds: 1200, rate: 100 });
  });
  after(() => {
    load.stop();
  });

  for (const phase of good)
    it(`in ${phase}: the release goes on and succeeds, and the next console tells all of it`, async () => {
      for (let turn = 0; turn < turns; turn += 1) {
        next = next === 9 ? 2 : next + 1;
        const version = `v${next}`;
        const { detail, exitCode } = await killedIn(phase, version);
        assert.equal(exitCode, 0);
        assert.equal(detail.record.result, "succeeded");
        assert.deepEqual(
          detail.record.phases.map(({ phase: name }) => name).filter((name) => good.includes(name)),
          good.slice(0, -1),
        );
        assert.deepEqual(await project().running(namespace()), { web: version });
      }
    });

  for (const phase of bad)
    it(`in ${phase} of one that crashes: it goes back, with its evidence on record`, async () => {
      const before = await project().running(namespace());
      for (let turn = 0; turn < turns; turn += 1) {
        const { detail, exitCode } = await killedIn(phase, "crash");
        assert.equal(exitCode, 2);
        assert.equal(detail.record.result, "rolled back");
        assert.ok(detail.evidence.length > 0);
        assert.deepEqual(await project().running(namespace()), before);
      }
    });

  it("and no request failed all the while", async () => {
    load.stop();
    const { sent, failed, errors } = await load.result;
    process.stdout.write(`    ${sent} requests, ${failed} failed\n`);
    assert.ok(sent > 0);
    assert.equal(failed, 0, JSON.stringify(errors));
  });

  /** Kills the console the moment that a phase is told of, and asks the next one how it ended. */
  async function killedIn(phase: Phase, version: string): Promise<{ detail: ReleaseDetail; exitCode?: number }> {
    const { running, client } = await open();
    // What has failed is not released again by its version alone.
    const again = version === "crash" && crashed !== undefined;
    const act: Act = again ? { verb: "resubmit", of: crashed! } : { verb: "up", versions: { web: version } };
    const told = client.live("staging", (events) =>
      events.some((one) => one.type === "act" && one.event?.event.type === "phase" && one.event.event.phase === phase),
    );
    const { id } = await client.act("staging", act, `killed in ${phase}`);
    await told;
    running.child.kill("SIGKILL");
    const killedAt = Date.now();
    await running.ended;
    const second = await open();
    const state = await second.client.ended("staging", id);
    const over = state.events.find(
      ({ event }) => event.type === "phase" && event.phase === phase && event.state !== "started",
    );
    const late = killedAt - (over?.event.at ?? Infinity);
    process.stdout.write(`    ${version}: killed in ${phase}${late > 0 ? `, ${late} ms after its end` : ""}\n`);
    const detail = await second.client.get<ReleaseDetail>(`stacks/staging/releases/${state.release ?? ""}`);
    second.running.child.kill("SIGKILL");
    await second.running.ended;
    if (version === "crash") crashed = detail.record.id;
    return { detail, ...(state.ended?.exitCode === undefined ? {} : { exitCode: state.ended.exitCode }) };
  }

  async function open(): Promise<{ running: RunningCli; client: ConsoleClient }> {
    const data = join(project().directory, "acts");
    const running = project().start(["console", "--stacks", "staging", "--no-open", "--data", data]);
    const { origin, token } = await linkOf(running);
    const client = new ConsoleClient(origin);
    await client.signIn(token);
    return { running, client };
  }
});
