import assert from "node:assert/strict";
import { startLoad, type Load } from "../../../lab/load.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, steady, useProject } from "../../cluster/release/project.ts";

describe("a removal that does not come to its end", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "undone");
  const project = useProject();
  const running = () => project().running(namespace());
  const loads: Load[] = [];
  after(() => {
    for (const { stop } of loads) stop();
  });

  before(async () => {
    project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1" } });
    await project().release([]);
  });

  it("is taken back when it is out of time, and its block is in the file again", async () => {
    const { code, stdout, stderr } = await project().cli("up", "--remove", "docs", "--timeout", "1s");
    assert.equal(code, 2, stderr);
    assert.match(
      steady(stdout),
      /^rolled back: deploy docs v1 removed in N s \(ID\)\n.*\n {2}restored: docs v1 in N s /s,
    );
    assert.deepEqual(await running(), { web: "v1", docs: "v1" });
    assert.match(project().read(), /^ {4}docs:\n {6}version: v1$/m);
  });

  it("is finished, or taken back, by recover after a kill", async () => {
    const killed = project().start(["up", "--remove", "docs"]);
    await killed.saw(/delete Service docs/);
    killed.child.kill("SIGKILL");
    await killed.ended;
    const { code, stderr, stdout } = await project().cli("recover");
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^(finished: docs v1 removed \(ID\)|restore succeeded: docs v1 \(ID\))$/m);
    const after = await running();
    assert.equal(after.web, "v1");
    assert.equal(after.docs === undefined, !/^ {4}docs:/m.test(project().read()));
    assert.equal((await project().cli("recover")).stdout, "nothing to mend\n");
  });

  it("fails no request when it was a renaming, killed while the addresses went over", async () => {
    const two = quick.replace("replicas: 1", "replicas: 2").replace("sleep: 1s", "sleep: 5s");
    project().stack(namespace(), { web: { version: "v1" }, store: { version: "v1", basic: two } });
    const first = await project().cli("up", "store");
    assert.equal(first.code, 0, first.stderr);
    const { spec } = await cluster().core.readNamespacedService({ namespace: namespace(), name: "store" });
    for (const keepAlive of [true, false]) {
      loads.push(await startLoad({ url: `http://${spec!.clusterIP!}/`, seconds: 600, rate: 100, keepAlive }));
    }
    project().stack(namespace(), {
      web: { version: "v1" },
      shop: { version: "v2", basic: `${two}, renamedFrom: store` },
    });
    const killed = project().start(["up", "shop"]);
    await killed.saw(/update Service store/);
    killed.child.kill("SIGKILL");
    await killed.ended;
    const { code, stdout, stderr } = await project().cli("recover");
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^(finished: shop v2 \(was store\) \(ID\)|restore succeeded: store v1 \(ID\))$/m);
    const again = await project().cli("up", "shop", "--force", "-m", "it was killed");
    assert.equal(again.code, 0, again.stderr);
    assert.equal((await running()).shop, "v2");
    assert.equal((await running()).store, undefined);
    for (const { stop } of loads) stop();
    const results = await Promise.all(loads.map(({ result }) => result));
    assert.deepEqual(
      results.map(({ failed, errors }) => [failed, errors]),
      results.map(({ errors }) => [0, errors]),
    );
  });
});
