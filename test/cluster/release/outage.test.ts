import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { InterruptibleApi } from "../rollout/interruptibleApi.ts";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, steady, useProject } from "./project.ts";

describe("a release while the API server is away", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "outage");
  const project = useProject();
  let api: InterruptibleApi;
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    await project().release([]);
    const { kubeconfig } = project();
    ({ api } = await InterruptibleApi.before(kubeconfig));
    writeFileSync(kubeconfig, readFileSync(kubeconfig, "utf8").replace(/server: \S+/, `server: ${api.url()}`));
  });
  after(() => {
    api.close();
  });

  it("touches nothing where it cannot even check: exit 6", async () => {
    api.cut();
    const before = project().read();
    const { code, stdout, stderr } = await project().cli("up", "web=v2");
    api.mend();
    assert.equal(code, 6, stdout);
    assert.match(
      stderr,
      /CLUSTER_UNREACHABLE: the Kubernetes API server did not answer while asking \S+ \(context release-lab\) for its version: connect ECONNREFUSED|CLUSTER_UNREACHABLE: .*\n {2}next: check the cluster and the context: kubectl cluster-info\n$/,
    );
    assert.equal(project().read(), before);
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("outlives connections that are dropped in mid-rollout", async () => {
    const running = project().start(["up", "web=slow-start-10s"]);
    await running.saw(/new available/);
    api.drop();
    await sleep(1_000);
    api.drop();
    const { code, stdout, stderr } = await running.ended;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: deploy web v1 → slow-start-10s in /);
  });

  it("outlives an API server that is away for some seconds in mid-rollout", async () => {
    const running = project().start(["up", "web=v2"]);
    await running.saw(/new available/);
    api.cut();
    await sleep(4_000);
    api.mend();
    const { code, stdout, stderr } = await running.ended;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: deploy web slow-start-10s → v2 in /);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("is mended by recover where the API server never came back while it ran", async () => {
    const running = project().start(["up", "web=never-ready", "--timeout", "20s"]);
    await running.saw(/new available/);
    api.cut();
    const { code, stderr } = await running.ended;
    assert.equal(code, 6, stderr);
    // Which of the two depends on whether the time is over before the connection is missed.
    assert.match(
      steady(stderr),
      /(CLUSTER_UNREACHABLE: release ID was cut off: .*\n {2}next: once that is mended: release recover, which finishes the release if it has arrived, else goes back to the last good one|RECORD_NOT_SAVED: release ID ended .*\n {2}next: once that is mended: release recover, which closes the record)\n$/s,
    );
    api.mend();
    const recovered = await project().cli("recover");
    assert.equal(recovered.code, 0, recovered.stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.match(project().read(), /web: \{ version: v2 \}/);
  });
});
