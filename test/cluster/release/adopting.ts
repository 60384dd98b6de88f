import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Cluster } from "../../../cluster/cluster.ts";
import { startLoad } from "../../../lab/load.ts";
import { labPaths } from "../../../lab/paths.ts";
import type { TestProject } from "./project.ts";

const run = promisify(execFile);

/** What every test of adopting does with a namespace of workloads and a project that has none yet. */
export function adopting(cluster: () => Cluster, namespace: () => string, project: () => TestProject) {
  const kubectl = (...args: string[]) =>
    run(labPaths().kubectl, ["--kubeconfig", labPaths().kubeconfig, "-n", namespace(), ...args]);
  const applied = async (manifests: string) => {
    const file = join(project().directory, "manifests.yaml");
    await writeFile(file, manifests);
    await kubectl("apply", "--filename", file);
  };
  const pods = async () => {
    const { items } = await cluster().core.listNamespacedPod({ namespace: namespace() });
    // What has been told to go still counts for a while.
    return items
      .filter(({ metadata }) => metadata!.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata!.uid!)
      .sort();
  };
  const cli = async (...args: string[]) => {
    const result = await project().cli(...args);
    assert.equal(result.code, 0, `${args.join(" ")}: ${result.stderr}\n${result.stdout}`);
    return result.stdout;
  };

  /** Takes it over while requests come in; then all that is asked of a service works on it. */
  async function adoptedUnderLoad(names: [string, ...string[]], port: number): Promise<void> {
    const [name] = names;
    project().write("# The shop.\nconfig: {}\n");
    const { spec } = await cluster().core.readNamespacedService({ namespace: namespace(), name });
    const load = await startLoad({
      url: `http://${spec!.clusterIP!}:${port}/`,
      seconds: 3_600,
      rate: 50,
      keepAlive: false,
    });
    const before = await pods();
    await cli("adopt", ...names, "--namespace", namespace(), "--yes");
    assert.deepEqual(await pods(), before, "no pod was replaced");
    assert.match(await cli("preview"), /^no change \(\d+ resources\)$/m);
    load.stop();
    const { sent, failed } = await load.result;
    assert.ok(sent > 0);
    assert.equal(failed, 0);
    const { spec: after } = await cluster().core.readNamespacedService({ namespace: namespace(), name });
    assert.equal(after!.clusterIP, spec!.clusterIP);
  }

  async function releasedAndBack(name: string): Promise<void> {
    await cli("up", `${name}=v2`);
    assert.equal((await project().running(namespace()))[name], "v2");
    await cli("rollback", name);
    assert.equal((await project().running(namespace()))[name], "v1");
  }

  return { kubectl, applied, pods, cli, adoptedUnderLoad, releasedAndBack };
}
