import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startLoad } from "../../../lab/load.ts";
import { labPart } from "../../../lab/parts.ts";
import { labPaths } from "../../../lab/paths.ts";
import { useLab, useNamespace } from "../support.ts";
import { manyFields, wordpressAndMysql } from "./adoptedManifests.ts";
import { patienceMs, useProject } from "./project.ts";

const run = promisify(execFile);

describe("adopting", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "adopt");
  const project = useProject();
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

  it("takes what kubectl create and expose have made, without a pod replaced or a request failed", async () => {
    await kubectl("create", "deployment", "web", "--image=localhost/web:v1", "--replicas=2", "--port=8080");
    await kubectl("expose", "deployment", "web", "--port=80", "--target-port=8080");
    await kubectl("rollout", "status", "deployment", "web", "--timeout=90s");
    await adoptedUnderLoad(["web"], 80);
    await releasedAndBack("web");
  });

  it("refuses another selector afterwards, and lets go again without touching a pod", async () => {
    const text = project().read();
    project().write(
      text
        .replace("selector: {app: web}", "selector: {app: shop}")
        .replace("selector: { app: web }", "selector: { app: shop }"),
    );
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 1);
    assert.match(stderr, /^SELECTOR_CHANGED/m);
    project().write(text);
    const before = await pods();
    await cli("adopt", "web", "--undo", "--yes");
    assert.deepEqual(await pods(), before);
    assert.doesNotMatch(project().read(), /web:/);
    await kubectl("delete", "deployment,service", "web");
  });

  it("takes what helm has installed, and keeps helm from it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "adopt-helm-"));
    const command = await labPart("helm");
    const helm = (...args: string[]) =>
      run(command, [...args, "--namespace", namespace()], {
        cwd: folder,
        env: { ...process.env, KUBECONFIG: labPaths().kubeconfig },
      });
    const values = "image.repository=localhost/web,image.tag=v1,replicaCount=2,service.port=8080";
    try {
      await run(command, ["create", "chart"], { cwd: folder });
      await helm("install", "shop", "chart", "--set", values, "--wait", "--timeout", "90s");
      await adoptedUnderLoad(["shop-chart"], 8080);
      await assert.rejects(
        helm("upgrade", "shop", "chart", "--set", values.replace("v1", "v3")),
        /invalid ownership metadata/,
      );
      await releasedAndBack("shop-chart");
      const before = await pods();
      await helm("uninstall", "shop");
      assert.deepEqual(await pods(), before);
      assert.match(await cli("preview"), /^no change \(\d+ resources\)$/m);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    await cli("adopt", "--undo", "--yes");
    await kubectl("delete", "deployment,service", "shop-chart");
  });

  it("takes the WordPress and the MySQL of Kubernetes' tutorial, whose volumes stay others'", async () => {
    await applied(wordpressAndMysql);
    for (const name of ["wordpress-mysql", "wordpress"]) {
      await kubectl("rollout", "status", "deployment", name, "--timeout=150s");
    }
    await adoptedUnderLoad(["wordpress", "wordpress-mysql"], 80);
    const text = project().read();
    assert.match(text, /from: mysql-pv-claim/);
    assert.match(text, /headless: true/);
    await cli("restart", "wordpress-mysql");
    await cli("adopt", "--undo", "--yes");
    await kubectl("delete", "deployment,service,pvc,secret", "--selector", "app=wordpress");
  });

  it("takes a Deployment that has thirty fields which no parameter says", async () => {
    await applied(manyFields);
    await kubectl("rollout", "status", "deployment", "many", "--timeout=90s");
    await adoptedUnderLoad(["many"], 80);
    await releasedAndBack("many");
  });
});
