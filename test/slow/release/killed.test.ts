import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { stackVariable } from "../../../engine/cli.ts";
import { startLoad } from "../../../lab/load.ts";
import { currentHolder } from "../../../lock/acquire.ts";
import { lastGood } from "../../../records/choose.ts";
import { recover } from "../../../release/restore/recover.ts";
import { useProject, type RunningCli, type TestProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { descendants, marked } from "./processTree.ts";

const kills = Number(process.env.RELEASE_SLOW_KILLS ?? "100");
const service = "template: website, image: localhost/web, replicas: 1";
/** Within three seconds of the beginning of one of these, so that no phase is missed on a slow machine. */
const phases = ["check", "apply", "apply", "roll out", "roll out", "restore"];
const versions = ["v2", "crash", "v3", "v4", "never-ready", "v1"];

/** What is killed, by the names of the processes below the command. */
const kinds = {
  command: (_name: string, isRoot: boolean) => isRoot,
  CLI: (name: string) => name === "pulumi",
  provider: (name: string) => name.startsWith("pulumi-resource-"),
  all: () => true,
} as const;
type Kind = keyof typeof kinds;
const kindsInTurn = Object.keys(kinds) as Kind[];

interface Ends {
  kills: number;
  ends: Map<string, number>;
  recoverSeconds: number[];
}

describe(`kill -9 at ${kills} random moments of releases, of the command, the CLI, its providers and all of them`, function () {
  this.timeout(kills * 60_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "kills");
  const project = useProject();

  it("loses nothing: recover mends each, nothing is left running, and no request fails meanwhile", async () => {
    project().stack(namespace(), { web: { version: "v1", basic: service } });
    await project().release([]);
    const { spec } = await cluster().core.readNamespacedService({ namespace: namespace(), name: "web" });
    const url = `http://${spec!.clusterIP!}/`;
    const load = await startLoad({ url, seconds: kills * 60, rate: 50, connections: 4 });

    const byKind = new Map<Kind, Ends>(
      kindsInTurn.map((kind) => [kind, { kills: 0, ends: new Map(), recoverSeconds: [] }]),
    );
    for (let round = 0, done = 0; done < kills; round++) {
      const kind = kindsInTurn[done % kindsInTurn.length]!;
      const version = versions[round % versions.length]!;
      const phase = phases[Math.floor(Math.random() * phases.length)]!;
      const momentMs = Math.random() * 3_000;
      const running = project().start(["up", `web=${version}`, "--force", "-m", "again"]);
      await running.saw(new RegExp(`^ {2}${phase}$`, "m"));
      await Promise.race([sleep(momentMs), running.ended]);
      const hit = kill(running, kind);
      const { code } = await running.ended;

      const from = Date.now();
      const tried = `round ${round}: ${version}, ${kind} killed ${Math.round(momentMs)} ms into ${phase}`;
      const recovery = await recover(await project().context()).catch((error: unknown) => {
        throw new Error(`${tried}: recover failed while ${stillRunning(project())} ran`, { cause: error });
      });
      const end =
        recovery.finished !== undefined
          ? "finished"
          : recovery.restored !== undefined
            ? `restore ${recovery.restored.result}`
            : recovery.mended.length > 0
              ? "mended"
              : code === null
                ? "nothing to mend"
                : `ended by itself with ${code}`;
      await assertWhole(project(), `${tried}, ${end}`);
      // Where none of its processes ran at that moment, nothing was tried.
      if (!hit) continue;
      done++;
      const tally = byKind.get(kind)!;
      tally.kills++;
      tally.recoverSeconds.push((Date.now() - from) / 1000);
      tally.ends.set(end, (tally.ends.get(end) ?? 0) + 1);
    }

    load.stop();
    const { sent, failed, errors } = await load.result;
    for (const [kind, tally] of byKind) process.stdout.write(`    ${describeEnds(kind, tally)}\n`);
    process.stdout.write(`    ${sent} requests, ${failed} failed\n`);
    assert.equal(failed, 0, JSON.stringify(errors));
  });

  /** Whether there was anything to kill. */
  function kill(running: RunningCli, kind: Kind): boolean {
    const root = running.child.pid!;
    const targets =
      running.child.exitCode === null
        ? descendants(root).filter(({ pid, name }) => kinds[kind](name, pid === root))
        : [];
    for (const { pid } of targets) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended at this very moment.
      }
    }
    return targets.length > 0;
  }

  /** File, cluster and records agree, nobody holds a lock, nothing is pending, and no process is left. */
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
    assert.equal(stillRunning(project), "nothing", `${round}: processes are left`);
  }
});

/** The processes that the command has started for this project, with their words. */
function stillRunning({ directory }: TestProject): string {
  const words = marked(`${stackVariable}=file://${directory}`);
  return words.length === 0 ? "nothing" : words.join(", ");
}

function describeEnds(kind: Kind, { kills, ends, recoverSeconds }: Ends): string {
  const sorted = recoverSeconds.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const how = [...ends].map(([end, count]) => `${end} ${count}`).join(", ");
  return `${kind} killed ${kills} times: ${how}; recover took ${middle.toFixed(1)} s (median), ${(sorted.at(-1) ?? 0).toFixed(1)} s at most`;
}
