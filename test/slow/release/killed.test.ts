import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { startLoad } from "../../../lab/load.ts";
import { currentHolder } from "../../../lock/acquire.ts";
import { lastGood } from "../../../records/choose.ts";
import { recover } from "../../../release/restore/recover.ts";
import { useProject, type TestProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

const kills = Number(process.env.RELEASE_SLOW_KILLS ?? "100");
const service = "template: website, image: localhost/web, replicas: 1";
/** Within three seconds of the beginning of one of these, so that no phase is missed on a slow machine. */
const phases = ["check", "apply", "apply", "roll out", "roll out", "restore"];
const versions = ["v2", "crash", "v3", "v4", "never-ready", "v1"];

describe(`kill -9 at ${kills} random moments of releases`, function () {
  this.timeout(kills * 60_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "kills");
  const project = useProject();

  it("loses nothing: recover mends each, and no request fails meanwhile", async () => {
    project().stack(namespace(), { web: { version: "v1", basic: service } });
    await project().release([]);
    const { spec } = await cluster().core.readNamespacedService({ namespace: namespace(), name: "web" });
    const url = `http://${spec!.clusterIP!}/`;
    const load = await startLoad({ url, seconds: kills * 60, rate: 50, connections: 4 });

    const ends = new Map<string, number>();
    const recoverSeconds: number[] = [];
    for (let round = 0; round < kills; round++) {
      const version = versions[round % versions.length]!;
      const phase = phases[Math.floor(Math.random() * phases.length)]!;
      const momentMs = Math.random() * 3_000;
      const running = project().start(["up", `web=${version}`, "--force", "-m", "again"]);
      await running.saw(new RegExp(`^ {2}${phase}$`, "m"));
      await Promise.race([sleep(momentMs), running.ended]);
      running.child.kill("SIGKILL");
      await running.ended;

      const from = Date.now();
      const recovery = await recover(await project().context());
      recoverSeconds.push((Date.now() - from) / 1000);
      const end =
        recovery.finished !== undefined
          ? "finished"
          : recovery.restored !== undefined
            ? `restore ${recovery.restored.result}`
            : recovery.mended.length > 0
              ? "mended"
              : "nothing to mend";
      ends.set(end, (ends.get(end) ?? 0) + 1);
      await assertWhole(
        project(),
        `round ${round}: ${version} killed ${Math.round(momentMs)} ms into ${phase}, ${end}`,
      );
    }

    load.stop();
    const { sent, failed, errors } = await load.result;
    recoverSeconds.sort((a, b) => a - b);
    const middle = recoverSeconds[Math.floor(recoverSeconds.length / 2)]!;
    process.stdout.write(
      `    ${kills} kills: ${[...ends].map(([end, count]) => `${end} ${count}`).join(", ")}; ` +
        `recover took ${middle.toFixed(1)} s (median), ${recoverSeconds.at(-1)!.toFixed(1)} s at most; ` +
        `${sent} requests, ${failed} failed\n`,
    );
    assert.equal(failed, 0, JSON.stringify(errors));
  });

  /** File, cluster and records agree, nobody holds a lock, and nothing is pending. */
  async function assertWhole(project: TestProject, round: string): Promise<void> {
    const { stack, records } = project.session();
    const list = await records.list();
    const good = lastGood(list, "web")?.release.version;
    assert.deepEqual(await project.running(namespace()), { web: good }, round);
    assert.match(project.read(), new RegExp(`web: \\{ version: ${good}(, restartedAt: .*)? \\} # of web`), round);
    assert.deepEqual(
      list.filter(({ result }) => result === "running"),
      [],
      round,
    );
    const scope = { namespace: stack.namespace, project: stack.project, stack: stack.name };
    assert.equal(await currentHolder(cluster(), scope), undefined, round);
    const { engine } = await project.context();
    assert.equal(await engine.lockHolder(), undefined, round);
    assert.deepEqual(await engine.recover(), [], round);
  }
});
