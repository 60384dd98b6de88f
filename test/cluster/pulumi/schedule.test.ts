import assert from "node:assert/strict";
import { labPaths } from "../../../lab/paths.ts";
import { pulumi as run } from "../../engine/support.ts";
import { patienceMs, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

/** As a person runs it: no `release` command until the last. */
describe("a schedule under a plain pulumi up", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "plain-schedule");
  const project = useProject();
  const pulumi = (...args: string[]) => {
    const env = { ...process.env, KUBECONFIG: labPaths().kubeconfig };
    return run({ dir: project().directory, env }, ...args, "--stack", "staging");
  };
  const write = (version: string, more = "") => {
    const basic = `template: schedule, image: localhost/web, env: { WEB_EXIT: true }, cronJob: { schedule: 0 4 29 2 *${more} }`;
    project().stack(namespace(), { backup: { version, basic } });
  };
  const cronJob = () => cluster().batch.readNamespacedCronJob({ namespace: namespace(), name: "backup" });
  const image = async () => (await cronJob()).spec.jobTemplate.spec?.template.spec?.containers[0]?.image;

  before(async () => {
    write("v1");
    assert.equal((await pulumi("stack", "init", "--no-select")).code, 0);
    const { code, stdout } = await pulumi("up", "--yes", "--skip-preview");
    assert.equal(code, 0, stdout);
  });

  it("is there, and nothing is left to change", async () => {
    assert.equal(await image(), "localhost/web:v1");
    const again = await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(again.code, 0, again.stdout);
    const refreshed = await pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(refreshed.code, 0, refreshed.stdout);
  });

  it("is changed in its place by another version and another time, and back", async () => {
    const { uid } = (await cronJob()).metadata!;
    write("v2", ", startingDeadline: 10m, concurrency: Allow");
    const { code, stdout } = await pulumi("up", "--yes", "--skip-preview");
    assert.equal(code, 0, stdout);
    const changed = await cronJob();
    assert.deepEqual(
      [changed.metadata!.uid, await image(), changed.spec.startingDeadlineSeconds, changed.spec.concurrencyPolicy],
      [uid, "localhost/web:v2", 600, "Allow"],
    );
    write("v1");
    const back = await pulumi("up", "--yes", "--skip-preview");
    assert.equal(back.code, 0, back.stdout);
    const { metadata, spec } = await cronJob();
    assert.deepEqual(
      [metadata!.uid, await image(), spec.startingDeadlineSeconds],
      [uid, "localhost/web:v1", undefined],
    );
  });

  it("is run by release run as what Pulumi has released, which leaves Pulumi nothing to change", async () => {
    const { code, stdout, stderr } = await project().cli("run", "backup");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: run backup v1 in /);
    const again = await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(again.code, 0, again.stdout);
  });
});
