import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { labPart } from "../../../lab/parts.ts";
import { labPaths } from "../../../lab/paths.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { manyFields, schedule } from "../../cluster/release/adoptedManifests.ts";
import { adopting } from "../../cluster/release/adopting.ts";
import { patienceMs, useProject } from "../../cluster/release/project.ts";

const run = promisify(execFile);

describe("adopting", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "adopt");
  const project = useProject();
  const { kubectl, applied, pods, cli, adoptedUnderLoad, releasedAndBack } = adopting(cluster, namespace, project);

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

  it("takes a Deployment that has thirty fields which no parameter says", async () => {
    await applied(manyFields);
    await kubectl("rollout", "status", "deployment", "many", "--timeout=90s");
    await adoptedUnderLoad(["many"], 80);
    await releasedAndBack("many");
  });

  it("takes a CronJob with its runs, releases it as a schedule, and lets go of it", async () => {
    await applied(schedule);
    await kubectl("create", "job", "--from=cronjob/backup", "backup-by-hand");
    await kubectl("wait", "--for=condition=complete", "job/backup-by-hand", "--timeout=60s");
    const cronJob = () => cluster().batch.readNamespacedCronJob({ namespace: namespace(), name: "backup" });
    const before = await cronJob();
    const shown = await cli("adopt", "cronjob/backup", "--namespace", namespace(), "--dry-run");
    assert.match(shown, /^backup v1 {2}takes over CronJob\/backup; no pod is replaced$/m);
    await cli("adopt", "backup", "--namespace", namespace(), "--yes");
    assert.match(await cli("preview"), /^no change \(\d+ resources\)$/m);
    const after = await cronJob();
    assert.equal(after.metadata?.uid, before.metadata?.uid);
    assert.equal(after.metadata?.labels?.["app.kubernetes.io/name"], "chart");
    const withoutLabels = ({ spec }: typeof after) =>
      JSON.parse(JSON.stringify(spec), (key, value: unknown) => (key === "labels" ? undefined : value)) as unknown;
    assert.deepEqual(withoutLabels(after), withoutLabels(before));
    assert.match(await cli("status"), /^backup +v1 .* scheduled: last run .* ago succeeded/m);
    assert.match(await cli("run", "backup"), /^succeeded: run backup v1 in /);
    await cli("up", "backup=v2");
    const image = async () => (await cronJob()).spec.jobTemplate.spec?.template.spec?.containers[0]?.image;
    assert.equal(await image(), "localhost/web:v2");
    await cli("rollback", "backup");
    assert.equal(await image(), "localhost/web:v1");
    await cli("adopt", "backup", "--undo", "--yes");
    assert.equal((await cronJob()).metadata?.uid, before.metadata?.uid);
    assert.doesNotMatch(project().read(), /backup:/);
  });
});
