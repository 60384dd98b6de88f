import assert from "node:assert/strict";
import { NetworkingV1Api } from "@kubernetes/client-node";
import { startLoad, type Load } from "../../../lab/load.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, steady, useProject } from "../../cluster/release/project.ts";

const basic =
  "template: website, image: localhost/web, owner: tests, replicas: 2, rollout: { minReady: 0s, deadline: 70s }, " +
  "route: { kind: Ingress, class: none, hosts: [store.example] }";

describe("a service that gets another name, under load", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "rename");
  const project = useProject();
  const loads: Load[] = [];
  let ingressUid: string | undefined;
  const rename = (from: string, to: string, version: string, more = ""): void => {
    const services = { web: { version: "v1" }, [to]: { version, basic: `${basic}, renamedFrom: ${from}${more}` } };
    project().stack(namespace(), services);
  };

  before(async () => {
    project().stack(namespace(), { web: { version: "v1" }, store: { version: "v1", basic } });
    await project().release([]);
    ingressUid = (await ingress("store")).metadata?.uid;
    const { spec } = await cluster().core.readNamespacedService({ namespace: namespace(), name: "store" });
    const url = `http://${spec!.clusterIP!}/`;
    for (const keepAlive of [true, false]) loads.push(await startLoad({ url, seconds: 600, rate: 100, keepAlive }));
  });
  after(() => {
    for (const { stop } of loads) stop();
  });

  it("keeps the old one where the new one fails", async () => {
    rename("store", "shop", "crash");
    const { code, stdout, stderr } = await project().cli("up", "shop");
    assert.equal(code, 2, stderr);
    assert.match(
      steady(stdout),
      /^rolled back: deploy shop crash \(was store\) in N s \(ID\)\n.*\n {2}restored: store v1 in N s \(ID\)\n {2}out of service again: shop, /s,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v1", store: "v1" });
    assert.match(project().read(), /renamedFrom: store/);
    assert.doesNotMatch(project().read(), /^ {4}store:/m);
  });

  it("leaves it alone while others are released", async () => {
    const { code, stderr } = await project().cli("up", "web=v2");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2", store: "v1" });
  });

  it("moves pods first, then hosts and both names, then takes the old pods away", async () => {
    rename("store", "shop", "v2");
    const { code, stdout, stderr } = await project().cli("up", "shop");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^ {4}store renamed to shop: v1: 2 pods serve, store.example\/ leads there$/m);
    assert.match(steady(stdout), /^succeeded: deploy shop v2 \(was store\) in N s \(ID\)\n$/);
    assert.deepEqual(await project().running(namespace()), { web: "v2", shop: "v2" });
    const { metadata, spec } = await ingress("store");
    assert.equal(metadata?.uid, ingressUid, "the very same object");
    assert.equal(spec?.rules?.[0]?.http?.paths[0]?.backend.service?.name, "shop");
    assert.deepEqual(await services(), ["shop", "store", "web"]);
    const again = await project().cli("up", "shop");
    assert.match(again.stdout, /^no change/);
  });

  it("goes back to the old name the same way", async () => {
    const { code, stdout, stderr } = await project().cli("rollback", "store");
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^succeeded: rollback store v1 \(was shop\) in N s \(ID\)\n$/);
    assert.deepEqual(await project().running(namespace()), { web: "v2", store: "v1" });
    assert.equal((await ingress("store")).metadata?.uid, ingressUid, "the very same object");
    assert.deepEqual(await services(), ["shop", "store", "web"]);
    assert.match(project().read(), /renamedFrom: shop/);
    const { stdout: preview } = await project().cli("preview", "store");
    assert.match(preview, /^no change/);
  });

  it("has failed no request", async () => {
    for (const { stop } of loads) stop();
    const results = await Promise.all(loads.map(({ result }) => result));
    const sent = results.reduce((sum, result) => sum + result.sent, 0);
    process.stdout.write(`    ${sent} requests\n`);
    assert.ok(sent > 1000);
    assert.deepEqual(
      results.map(({ failed, errors }) => [failed, errors]),
      results.map(({ errors }) => [0, errors]),
    );
  });

  function ingress(name: string) {
    return cluster().kubeConfig.makeApiClient(NetworkingV1Api).readNamespacedIngress({ name, namespace: namespace() });
  }

  async function services(): Promise<string[]> {
    const { items } = await cluster().core.listNamespacedService({ namespace: namespace() });
    return items.map(({ metadata }) => metadata!.name!).sort();
  }
});
