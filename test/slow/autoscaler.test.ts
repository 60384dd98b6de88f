import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { AutoscalingV2Api, type V2HorizontalPodAutoscalerStatus } from "@kubernetes/client-node";
import { startLoad } from "../../lab/load.ts";
import { labMetrics } from "../../lab/metrics.ts";
import { release } from "../../release/release.ts";
import { toVersion, useProject } from "../cluster/release/project.ts";
import { useLab, useNamespace } from "../cluster/support.ts";

// Each new pod has to stay ready for half a minute: time for the autoscaler to notice the load in mid-rollout.
const basic =
  "template: website, image: localhost/web, owner: tests, autoscaling: { min: 2, max: 5, cpu: 50 }, " +
  "resources: { requests: { cpu: 10m, memory: 32Mi }, limits: { memory: 64Mi } }, " +
  "rollout: { minReady: 30s, deadline: 4m }, drain: { sleep: 4s, time: 10s }";

describe("a release while the autoscaler scales up, by what the pods really use", function () {
  this.timeout(900_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "scaling");
  const project = useProject();
  before(() => labMetrics({ emit: () => undefined }));

  it("is not called doomed, leaves the replicas to the autoscaler, and fails no request", async () => {
    project().stack(namespace(), { web: { version: "v1", basic } });
    await project().release([]);
    await until(({ currentMetrics }) => currentMetrics?.[0]?.resource?.current.averageUtilization !== undefined);
    assert.equal(await replicas(), 2);

    const { spec } = await lab().core.readNamespacedService({ name: "web", namespace: namespace() });
    const load = await startLoad({ url: `http://${spec?.clusterIP ?? ""}/`, seconds: 600, rate: 300, connections: 5 });
    const context = await project().context();
    const { record } = await release(
      { kind: "deploy", edits: [toVersion("web", "v2")], restore: true, force: false, commit: false },
      context,
    );
    assert.equal(record.result, "succeeded", record.reason);

    const wanted = context.events.flatMap((event) => (event.type === "rollout" ? event.status.counts.desired : []));
    assert.equal(wanted[0], 2, "the rollout began with the fewest pods");
    assert.equal(wanted.at(-1), 5, `the autoscaler scaled up while it rolled: ${wanted.join(" ")}`);
    const { desiredReplicas } = await until(({ desiredReplicas: desired }) => desired === 5);
    assert.equal(await replicas(), desiredReplicas);
    const preview = await project().cli("preview");
    assert.match(preview.stdout, /^no change \(\d+ resources\)\n$/, preview.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });

    load.stop();
    const { sent, failed } = await load.result;
    process.stdout.write(`    ${sent} requests, ${failed} failed\n`);
    assert.equal(failed, 0, `${failed} of ${sent} requests failed`);
    assert.ok(sent > 5_000, `${sent} requests`);
  });

  async function replicas(): Promise<number | undefined> {
    const { spec } = await lab().apps.readNamespacedDeployment({ name: "web", namespace: namespace() });
    return spec?.replicas;
  }

  /** Asks the autoscaler until it is so. */
  async function until(
    so: (status: V2HorizontalPodAutoscalerStatus) => boolean,
  ): Promise<V2HorizontalPodAutoscalerStatus> {
    const api = lab().kubeConfig.makeApiClient(AutoscalingV2Api);
    for (;;) {
      const { status } = await api.readNamespacedHorizontalPodAutoscaler({ name: "web", namespace: namespace() });
      if (status !== undefined && so(status)) return status;
      await sleep(1000);
    }
  }
});
