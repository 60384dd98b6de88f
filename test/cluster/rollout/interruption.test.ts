import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { labPaths } from "../../../lab/paths.ts";
import type { Cluster } from "../../../cluster/cluster.ts";
import { follow } from "../../../rollout/follow.ts";
import { noClusterVariable, useLab, useNamespace } from "../support.ts";
import { deployment, followed, readinessProbe, until } from "./deployments.ts";
import { InterruptibleApi } from "./interruptibleApi.ts";

describe("following a rollout", function () {
  this.timeout(240_000);
  const direct = useLab();
  const namespace = useNamespace(direct, "interruption");
  let api: InterruptibleApi;
  let cluster: Cluster;

  before(async () => {
    if (process.env[noClusterVariable] !== undefined) return;
    ({ api, cluster } = await InterruptibleApi.before(labPaths().kubeconfig));
  });
  after(() => {
    if (process.env[noClusterVariable] === undefined) api.close();
  });

  async function create(name: string, image: string): Promise<void> {
    const body = deployment(name, { image, container: { readinessProbe }, spec: { minReadySeconds: 4 } });
    await direct().apps.createNamespacedDeployment({ namespace: namespace(), body });
  }

  it("goes on where dropped connections left off", async () => {
    await create("dropped", "localhost/web:v1");
    const found = followed(cluster, namespace(), "dropped");
    for (let times = 0; times < 5; times++) {
      await sleep(500);
      api.drop();
    }
    assert.equal((await found).status.phase, "complete");
  });

  it("does not miss what happened while the API server was away, and says that it was", async () => {
    await create("away", "localhost/web:v1");
    const found = followed(cluster, namespace(), "away");
    await sleep(1000);
    api.cut();
    await until(async () => {
      const { status } = await direct().apps.readNamespacedDeployment({ namespace: namespace(), name: "away" });
      return status?.availableReplicas;
    });
    api.mend();
    const { status: verdict, events } = await found;
    assert.equal(verdict.phase, "complete");
    const notes = events.flatMap((event) => (event.type === "note" ? [event.message] : []));
    assert.match(
      notes[0] ?? "",
      /^the API server does not answer in namespace interruption-\w+ \(.+\); trying on for 5\d s$/,
    );
  });

  it("times out, naming the API server, when it never comes back", async () => {
    api.cut();
    const { status } = await followed(cluster, namespace(), "away", { deadlineSeconds: 2 });
    api.mend();
    assert.equal(status.phase, "timedOut");
    assert.match(status.message, /; the API server does not answer \(.+\)$/);
  });

  it("waits for a Deployment that does not exist yet", async () => {
    const found = followed(cluster, namespace(), "later");
    await sleep(1000);
    await create("later", "localhost/web:v1");
    assert.equal((await found).status.phase, "complete");
  });

  it("ends with an AbortError when it is aborted", async () => {
    const abort = new AbortController();
    const following = follow(
      cluster,
      { kind: "Deployment", namespace: namespace(), name: "never" },
      { emit: () => undefined, deadlineSeconds: 60, signal: abort.signal },
    );
    setTimeout(() => {
      abort.abort();
    }, 200);
    await assert.rejects(following, { name: "AbortError" });
  });

  it("follows fifty workloads of one namespace at once", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `many-${index}`);
    await Promise.all(
      names.map((name) =>
        direct().apps.createNamespacedDeployment({
          namespace: namespace(),
          body: deployment(name, { replicas: 0 }),
        }),
      ),
    );
    const found = await Promise.all(names.map((name) => followed(cluster, namespace(), name)));
    assert.deepEqual(new Set(found.map(({ status }) => status.phase)), new Set(["complete"]));
  });
});
