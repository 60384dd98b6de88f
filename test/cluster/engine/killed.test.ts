import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labPaths } from "../../../lab/paths.ts";
import type { Engine } from "../../../release/engine/engine.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { useLab, useNamespace } from "../support.ts";
import { engineOf, inNamespace, testProject } from "../../release/engine/support.ts";
import type { TestProject } from "../../release/engine/support.ts";

function inode(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}

/** Runs `up` in another process and kills it, without warning, when it has written its state for the n-th time. */
async function killAtWrite(project: TestProject, namespace: string, writes: number): Promise<boolean> {
  const file = join(project.dir, "backend/.pulumi/stacks/golden/prod.json");
  const script = join(import.meta.dirname, "upInChild.ts");
  const child = spawn(process.execPath, [script, project.dir, labPaths().kubeconfig, namespace], {
    env: project.env,
    stdio: "inherit",
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once("exit", (_, signal) => {
      resolve(signal === "SIGKILL");
    });
  });
  let last = inode(file);
  let seen = 0;
  while (seen < writes && child.exitCode === null) {
    await sleep(1);
    const now = inode(file);
    if (now !== last) seen++;
    last = now;
  }
  child.kill("SIGKILL");
  return ended;
}

describe("After a kill -9 in the middle of an update, the next update goes on", function () {
  this.timeout(120_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "killed");
  let project: TestProject;
  let engine: Engine;
  let killedMidway = 0;
  before(async () => {
    project = testProject();
    project.configure({ version: "v1", greeting: "hello" });
    engine = await engineOf(project, () => inNamespace(cluster(), namespace()));
  });
  after(() => {
    project.remove();
  });

  for (let writes = 1; writes <= 9; writes++) {
    it(`killed at write ${writes} of its state: nothing is lost, nothing is left over`, async () => {
      project.configure({ version: writes % 2 === 0 ? "v1" : "v2", greeting: `greeting ${Math.ceil(writes / 2)}` });
      const killed = await killAtWrite(project, namespace(), writes);
      const holder = await engine.lockHolder();
      project.state();
      // Killed after it gave its lock back, it had done all it was to do.
      const midway = killed && holder !== undefined;
      if (midway) killedMidway++;
      assert.equal(holder?.stale, midway ? true : undefined, "the killed run's lock is known to be stale");
      const events: ReleaseEvent[] = [];
      const result = await engine.up({ message: "goes on", emit: (event) => events.push(event) });
      assert.equal(
        result.result,
        "succeeded",
        JSON.stringify([result.failures, project.state().checkpoint.latest.pending_operations]),
      );
      if (midway)
        assert.ok(
          events.some((event) => event.type === "note" && event.message.startsWith("took over the state's lock of")),
        );

      const { pending_operations: pending = [] } = project.state().checkpoint.latest;
      const resources = project.resources();
      assert.deepEqual(pending, []);
      assert.ok(resources.every((resource) => resource.delete !== true && resource.initErrors === undefined));
      const recorded = resources.filter(({ type }) => type === "kubernetes:core/v1:ConfigMap").map(({ id }) => id);
      const { items } = await cluster().core.listNamespacedConfigMap({ namespace: namespace() });
      const live = items
        .map(({ metadata }) => `${namespace()}/${metadata?.name ?? ""}`)
        .filter((id) => !id.endsWith("kube-root-ca.crt"));
      assert.deepEqual(live, recorded, "each ConfigMap on the cluster is in the state, and the other way round");
      const { status, spec } = await cluster().apps.readNamespacedDeployment({
        namespace: namespace(),
        name: "website",
      });
      assert.equal(status?.availableReplicas, 2);
      assert.equal(spec?.template.spec?.containers[0]?.image, `localhost/web:${writes % 2 === 0 ? "v1" : "v2"}`);
      assert.equal(await engine.lockHolder(), undefined);
    });
  }

  it("was killed in the middle by most of these", () => {
    assert.ok(killedMidway >= 5, `${killedMidway} of 9`);
  });

  it("recover alone mends what a kill left, and says what it found", async () => {
    project.configure({ version: "v3" });
    await killAtWrite(project, namespace(), 3);
    const mended = await engine.recover();
    assert.match(mended[0] ?? "", /^took over the state's lock of .*: that process is gone$/);
    assert.equal(await engine.lockHolder(), undefined);
    assert.deepEqual(project.state().checkpoint.latest.pending_operations ?? [], []);
    assert.deepEqual(await engine.recover(), []);
  });
});
