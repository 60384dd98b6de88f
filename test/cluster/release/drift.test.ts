import assert from "node:assert/strict";
import { AutoscalingV2Api, setHeaderOptions, type V1Deployment } from "@kubernetes/client-node";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, quick, steady, useProject } from "./project.ts";

/** Text with times taken out. */
function timeless(text: string): string {
  return steady(text).replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "TIME");
}

const mergePatch = setHeaderOptions("Content-Type", "application/merge-patch+json");
const strategicPatch = setHeaderOptions("Content-Type", "application/strategic-merge-patch+json");

describe("what somebody changed behind the releases' back", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "drift");
  const project = useProject();
  const two = quick.replace("replicas: 1", "replicas: 2");
  const deployment = (name = "web"): Promise<V1Deployment> =>
    cluster().apps.readNamespacedDeployment({ namespace: namespace(), name });
  const scale = (name: string, replicas: number, fieldManager = "kubectl") =>
    cluster().apps.patchNamespacedDeploymentScale(
      { namespace: namespace(), name, fieldManager, body: { spec: { replicas } } },
      mergePatch,
    );
  const patch = (body: unknown, fieldManager: string, name = "web") =>
    cluster().apps.patchNamespacedDeployment({ namespace: namespace(), name, fieldManager, body }, strategicPatch);
  const container = (changes: object) => ({
    spec: { template: { spec: { containers: [{ name: "web", ...changes }] } } },
  });

  before(async () => {
    project().stack(namespace(), {
      web: { version: "v1", basic: `${two}, env: { GREETING: hello }, files: { /etc/site/greeting.txt: hello }` },
      auto: { version: "v1", basic: `${quick}, autoscaling: { min: 2, max: 4, cpu: 60 }` },
    });
    await project().release([]);
  });

  it("is nothing after a release, whatever the autoscaler has chosen", async () => {
    await scale("auto", 3, "kube-controller-manager");
    const { code, stdout } = await project().cli("drift");
    assert.equal(stdout, "as it was last applied\n");
    assert.equal(code, 0);
    assert.equal((await project().cli("status", "--exit-code")).code, 0);
  });

  it("is told field by field, with who and when", async () => {
    await scale("web", 1);
    const { code, stdout } = await project().cli("status", "web", "--exit-code");
    assert.equal(code, 10);
    assert.match(stdout, /^web +v1 +v1 +v1 +\d\/1 +(drifted: 1 field changed by hand|rolling: .*)$/m);
    assert.match(timeless(stdout), /^ {2}web Deployment web spec\.replicas: 2 → 1 by kubectl, TIME$/m);
  });

  it("is shown by preview and by --dry-run, which touch nothing", async () => {
    for (const args of [["preview"], ["up", "--dry-run"], ["restart", "web", "--dry-run"]]) {
      const { code, stdout, stderr } = await project().cli(...args);
      assert.equal(code, 0, stderr);
      assert.match(
        timeless(stdout),
        /^changed by hand since the last release, mended with this one:\n {2}web Deployment web spec\.replicas: 2 → 1 by kubectl, TIME$/m,
      );
    }
    assert.equal((await deployment()).spec?.replicas, 1);
  });

  it("is mended by the next release, and on record", async () => {
    const { record, changed } = await project().release([]);
    assert.equal(changed, true);
    assert.equal((await deployment()).spec?.replicas, 2);
    assert.deepEqual(
      record.changes.map(({ service }) => service),
      ["web"],
    );
    const [object] = record.drift ?? [];
    const [{ at, ...field } = {}] = object?.fields ?? [];
    assert.deepEqual(field, { path: "spec.replicas", applied: "2", live: "1", by: "kubectl" });
    assert.match(String(at), /^\d{4}-\d\d-\d\dT/);
    assert.equal((await project().cli("drift")).code, 0);
    assert.equal((await project().release([])).changed, false);
  });

  it("is mended whoever holds the field: changed, added, taken away", async () => {
    await patch(
      container({ image: "localhost/web:v2", env: [{ name: "PASSWORD", value: "hunter22" }] }),
      "ops-console",
    );
    await cluster().apps.patchNamespacedDeployment({
      namespace: namespace(),
      name: "web",
      body: [{ op: "remove", path: "/spec/template/spec/containers/0/readinessProbe/periodSeconds" }],
    });
    await patch({ spec: { template: { metadata: { annotations: { "who/was": "here" } } } } }, "some-tool");
    const { stdout } = await project().cli("drift");
    assert.deepEqual(timeless(stdout).trimEnd().split("\n"), [
      "web Deployment web spec.template.spec.containers[web].env[PASSWORD]: PASSWORD=[secret] (added) by ops-console, TIME",
      "web Deployment web spec.template.spec.containers[web].image: localhost/web:v1 → localhost/web:v2 by ops-console, TIME",
      "web Deployment web spec.template.spec.containers[web].readinessProbe.periodSeconds: 1 → 10 by kubernetes-client-javascript, TIME",
      "  next: release up mends it",
    ]);
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    const { spec } = await deployment();
    const [live] = spec?.template.spec?.containers ?? [];
    assert.equal(live?.image, "localhost/web:v1");
    assert.deepEqual(
      live.env?.map(({ name }) => name),
      ["GREETING"],
    );
    // What a tool writes beside ours is left to it.
    assert.equal(spec?.template.metadata?.annotations?.["who/was"], "here");
    assert.equal((await project().cli("drift")).code, 0);
  });

  it("is mended where it was only added", async () => {
    await patch(container({ env: [{ name: "DEBUG", value: "1" }] }), "ops-console");
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    const names = (await deployment()).spec?.template.spec?.containers[0]?.env?.map(({ name }) => name);
    assert.deepEqual(names, ["GREETING"]);
    const { labels } = (await deployment()).metadata ?? {};
    assert.equal(labels?.["app.kubernetes.io/part-of"], "releases");
  });

  it("is mended where it was only taken away", async () => {
    await cluster().apps.patchNamespacedDeployment({
      namespace: namespace(),
      name: "web",
      body: [{ op: "remove", path: "/spec/template/spec/containers/0/env/0" }],
    });
    const { code, stdout } = await project().cli("drift");
    assert.equal(code, 10);
    assert.match(
      stdout,
      /^web Deployment web spec\.template\.spec\.containers\[web\]\.env: GREETING=hello \(taken away\), nobody knows by whom$/m,
    );
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    assert.equal((await deployment()).spec?.template.spec?.containers[0]?.env?.[0]?.value, "hello");
  });

  it("stays where --keep-drift names it, on record, until a release does not", async () => {
    await scale("web", 1);
    const kept = await project().cli("up", "web=v2", "--keep-drift", "web.replicas");
    assert.equal(kept.code, 0, kept.stderr);
    const left = await deployment();
    assert.deepEqual([left.spec?.replicas, left.spec?.template.spec?.containers[0]?.image], [1, "localhost/web:v2"]);
    const [record] = await project().session().records.list();
    assert.deepEqual(record?.leftFields, { "kubernetes:apps/v1:Deployment::web": ["spec.replicas"] });
    const { stdout } = await project().cli("drift");
    assert.match(timeless(stdout), /^web Deployment web spec\.replicas: 2 → 1 by kubectl, TIME \(kept\)$/m);
    await project().release([]);
    assert.equal((await deployment()).spec?.replicas, 2);
  });

  it("refuses to keep what has not drifted", async () => {
    const { code, stderr } = await project().cli("up", "--keep-drift", "web.image");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^KEEP_DRIFT_UNKNOWN: --keep-drift web\.image names nothing that has drifted and is to be released$/m,
    );
  });

  it("of another service is shown and left by a release that does not name it", async () => {
    await scale("web", 1);
    const { code, stderr } = await project().cli("restart", "auto");
    assert.equal(code, 0, stderr);
    assert.match(
      timeless(stderr),
      /changed by hand, and left as it is:\n +web Deployment web spec\.replicas: 2 → 1 by kubectl, TIME/,
    );
    assert.equal((await deployment()).spec?.replicas, 1);
    await project().release([]);
    assert.equal((await deployment()).spec?.replicas, 2);
  });

  it("is told when it comes, while somebody watches, and mended by a restart", async () => {
    const watching = project().start(["drift", "--watch", "--interval", "1"]);
    await watching.saw(/as it was last applied/);
    await scale("web", 1);
    await watching.saw(/Z web Deployment web spec\.replicas: 2 → 1 by kubectl, /);
    assert.equal((await project().cli("restart", "web")).code, 0);
    await watching.saw(/spec\.replicas[^]*as it was last applied/);
    watching.child.kill();
    assert.equal((await deployment()).spec?.replicas, 2);
  });

  it("that was deleted is lost, comes back, and the time it was down is on record", async () => {
    await cluster().apps.deleteNamespacedDeployment({ namespace: namespace(), name: "web" });
    await cluster().core.deleteNamespacedService({ namespace: namespace(), name: "web" });
    await cluster().kubeConfig.makeApiClient(AutoscalingV2Api).deleteNamespacedHorizontalPodAutoscaler({
      namespace: namespace(),
      name: "auto",
    });
    await podsGone("web");
    const { code, stdout } = await project().cli("status", "--exit-code");
    assert.equal(code, 11);
    assert.match(stdout, /^web +- +v2 +v2 +0\/0 +lost: Deployment web, Service web$/m);
    assert.match(stdout, /^auto .* lost: HorizontalPodAutoscaler auto$/m);
    assert.match(timeless(stdout), /^ {2}web Deployment web is gone, its last pod stopped TIME$/m);
    const up = await project().cli("up");
    assert.equal(up.code, 0, up.stderr);
    assert.match(
      timeless(up.stdout),
      /^ {2}mended: web Deployment web was gone, its last pod stopped TIME, down for N s$/m,
    );
    assert.equal((await deployment()).status?.availableReplicas, 2);
    const lost = (await project().session().records.list())[0]?.drift?.find(({ kind }) => kind === "Deployment");
    assert.ok((lost?.downSeconds ?? -1) >= 0);
    assert.equal((await project().cli("status", "--exit-code")).code, 0);
  });

  it("that is on its way out is lost too, and made anew once it is gone", async () => {
    await patch({ metadata: { finalizers: ["example.com/hold"] } }, "kubectl");
    await cluster().apps.deleteNamespacedDeployment({ namespace: namespace(), name: "web" });
    assert.match((await project().cli("status")).stdout, /^web .* lost: Deployment web$/m);
    const up = project().start(["up"]);
    await up.saw(/Deployment web is being deleted: waiting until it is gone/);
    await patch({ metadata: { finalizers: null } }, "kubectl");
    const { code, stderr } = await up.ended;
    assert.equal(code, 0, stderr);
    assert.equal((await deployment()).metadata?.deletionTimestamp, undefined);
    assert.equal((await deployment()).status?.availableReplicas, 2);
    assert.equal((await project().cli("status", "--exit-code")).code, 0);
  });

  it("is not lost where only its label was taken away", async () => {
    await cluster().core.patchNamespacedService({
      namespace: namespace(),
      name: "web",
      body: [{ op: "remove", path: "/metadata/labels/app.kubernetes.io~1managed-by" }],
    });
    const { code, stdout } = await project().cli("drift");
    assert.equal(code, 10);
    assert.match(
      stdout,
      /^web Service web metadata\.labels\["app\.kubernetes\.io\/managed-by"\]: pulumi \(taken away\)/m,
    );
    await project().release([]);
    assert.equal((await project().cli("drift")).code, 0);
  });

  async function podsGone(service: string): Promise<void> {
    for (;;) {
      const labelSelector = `app.kubernetes.io/name=${service}`;
      const { items } = await cluster().core.listNamespacedPod({ namespace: namespace(), labelSelector });
      if (items.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
});
