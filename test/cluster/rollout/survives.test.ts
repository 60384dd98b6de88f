import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { CoreV1Event } from "@kubernetes/client-node";
import { ctr } from "../../../lab/images/import.ts";
import { labPaths } from "../../../lab/paths.ts";
import { useLab, useNamespace } from "../support.ts";
import { useUnreachableRegistry } from "./registries.ts";
import { deployment, followed, readinessProbe, release, until, type Followed } from "./deployments.ts";

/** What looks like trouble and is none: each of these releases has to end complete. */
describe("a release survives", function () {
  this.timeout(240_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "survives");
  const registry = useUnreachableRegistry("127.0.0.1:2");

  function assertComplete({ status }: Followed): void {
    assert.equal(status.phase, "complete", status.message);
  }

  async function newPod(app: string) {
    return until(async () => {
      const pods = await cluster().core.listNamespacedPod({ namespace: namespace(), labelSelector: `app=${app}` });
      return pods.items.find(({ status }) => status?.containerStatuses?.[0]?.state?.running !== undefined);
    });
  }

  async function untilEvent(matches: (event: CoreV1Event) => boolean): Promise<CoreV1Event> {
    return until(async () => {
      const { items } = await cluster().core.listNamespacedEvent({ namespace: namespace() });
      return items.find(matches);
    });
  }

  it("a slow starter within its startup budget, whose liveness probe is strict", async () => {
    const startupProbe = { ...readinessProbe, failureThreshold: 30 };
    const livenessProbe = { ...readinessProbe, failureThreshold: 1 };
    const container = { startupProbe, livenessProbe, readinessProbe };
    assertComplete(await release(cluster(), namespace(), "slow", { image: "localhost/web:slow-start-10s", container }));
  });

  it("one crash of a container that runs well afterwards", async () => {
    const { objects } = cluster();
    const settings = (after: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "flake", namespace: namespace() },
      data: { after },
    });
    await objects.create(settings("4s"));
    const env = [{ name: "WEB_CRASH_AFTER", valueFrom: { configMapKeyRef: { name: "flake", key: "after" } } }];
    const found = release(cluster(), namespace(), "flake", {
      container: { env, readinessProbe },
      spec: { minReadySeconds: 8 },
    });
    await newPod("flake");
    await objects.patch(settings("0s"));
    assertComplete(await found);
    const { items } = await cluster().core.listNamespacedPod({ namespace: namespace(), labelSelector: "app=flake" });
    assert.equal(items[0]?.status?.containerStatuses?.[0]?.restartCount, 1);
  });

  it("a pull that fails at first and then finds its image", async () => {
    const image = `${registry}/web:late`;
    const found = release(cluster(), namespace(), "late", { image, container: { imagePullPolicy: "IfNotPresent" } });
    await until(async () => {
      const { items } = await cluster().core.listNamespacedEvent({ namespace: namespace() });
      return items.find(({ message }) => message?.startsWith(`Failed to pull image "${image}"`));
    });
    await ctr(labPaths(), "images", "tag", "localhost/web:v1", image);
    assertComplete(await found);
    await ctr(labPaths(), "images", "remove", image);
  });

  it("a Secret that is synced a moment after the pod has asked for it", async () => {
    const env = [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "synced", key: "password" } } }];
    const found = release(cluster(), namespace(), "synced", { container: { env, readinessProbe } });
    await untilEvent(({ message }) => message?.includes('secret "synced" not found') === true);
    const metadata = { name: "synced", namespace: namespace() };
    await cluster().objects.create({ apiVersion: "v1", kind: "Secret", metadata, stringData: { password: "late" } });
    assertComplete(await found);
  });

  it("a registry that has the image a moment later, where its patience says so", async () => {
    const image = "localhost/web:replicated";
    const found = release(cluster(), namespace(), "replicated", { image, limits: { image: 60 } });
    await untilEvent(({ message }) => message?.startsWith(`Failed to pull image "${image}"`) === true);
    await ctr(labPaths(), "images", "tag", "localhost/web:v1", image);
    assertComplete(await found);
    await ctr(labPaths(), "images", "remove", image);
  });

  it("a node that Karpenter adds", async () => {
    const pool = `release-test/${namespace()}`;
    const limits = { schedule: 3, node: 60 };
    const found = release(cluster(), namespace(), "nominated", { pod: { nodeSelector: { [pool]: "new" } }, limits });
    const { involvedObject } = await untilEvent(
      ({ reason, involvedObject: about }) =>
        reason === "FailedScheduling" && about.name?.startsWith("nominated-") === true,
    );
    await cluster().core.createNamespacedEvent({
      namespace: namespace(),
      body: {
        metadata: { generateName: "nominated-" },
        involvedObject,
        type: "Normal",
        reason: "Nominated",
        message: "Pod should schedule on: nodeclaim/default-tn8fg",
        source: { component: "karpenter" },
        firstTimestamp: new Date(),
        lastTimestamp: new Date(),
      },
    });
    await sleep(5_000);
    const { items } = await cluster().core.listNode();
    const label = (value: string | null) =>
      cluster().objects.patch({
        apiVersion: "v1",
        kind: "Node",
        metadata: { name: items[0]!.metadata!.name!, labels: { [pool]: value } as Record<string, string> },
      });
    await label("new");
    try {
      assertComplete(await found);
    } finally {
      await label(null);
    }
  });

  it("an old pod that drains for longer than a pod may look for a node", async () => {
    const hostPort = { ports: [{ containerPort: 8080, hostPort: 28_471 }] };
    const parts = (image: string) => ({
      image,
      container: { ...hostPort, readinessProbe, lifecycle: { preStop: { sleep: { seconds: 9 } } } },
      pod: { terminationGracePeriodSeconds: 15 },
      spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } },
    });
    assertComplete(await release(cluster(), namespace(), "drains", parts("localhost/web:v1")));
    const body = deployment("drains", parts("localhost/web:v2"));
    const replaced = await cluster().apps.replaceNamespacedDeployment({ namespace: namespace(), name: "drains", body });
    const minGeneration = replaced.metadata?.generation ?? 0;
    const found = await followed(cluster(), namespace(), "drains", { minGeneration, limits: { schedule: 3 } });
    assertComplete(found);
    assert.ok(found.seconds > 8, `${found.seconds} s`);
  });

  it("being scaled up in the middle", async () => {
    const found = release(cluster(), namespace(), "scaled", {
      replicas: 2,
      container: { readinessProbe },
      spec: { minReadySeconds: 3 },
    });
    await newPod("scaled");
    await cluster().objects.patch({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "scaled", namespace: namespace() },
      spec: { replicas: 4 },
    });
    const { status } = await found;
    assert.deepEqual([status.phase, status.message], ["complete", "4 pods available"]);
  });

  it("a new pod that is evicted", async () => {
    const found = release(cluster(), namespace(), "evicted", {
      replicas: 2,
      container: { readinessProbe },
      spec: { minReadySeconds: 4 },
    });
    const name = (await newPod("evicted")).metadata?.name ?? "";
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: namespace() } };
    await cluster().core.createNamespacedPodEviction({ name, namespace: namespace(), body: eviction });
    assertComplete(await found);
  });

  it("the way back after it failed: the old condition is not taken for the new rollout's", async () => {
    const spec = { progressDeadlineSeconds: 5 };
    assertComplete(await release(cluster(), namespace(), "back", { container: { readinessProbe }, spec }));
    const replace = async (image: string) => {
      const body = deployment("back", { image, container: { readinessProbe }, spec });
      const replaced = await cluster().apps.replaceNamespacedDeployment({ namespace: namespace(), name: "back", body });
      return followed(cluster(), namespace(), "back", { minGeneration: replaced.metadata?.generation ?? 0 });
    };
    const bad = await replace("localhost/web:never-ready");
    assert.deepEqual([bad.status.phase, bad.status.cause?.code], ["timedOut", "NeverReady"]);
    assertComplete(await replace("localhost/web:v1"));
  });
});
