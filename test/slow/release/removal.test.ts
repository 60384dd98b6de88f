import assert from "node:assert/strict";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, steady, useProject } from "../../cluster/release/project.ts";

const keeping = `${quick.replace("waivers: {", "waivers: { ZD009: one pod on one node,")}, volumes: { data: { mount: /data, size: 8Mi } }`;

describe("a service that leaves the stack", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "removal");
  const project = useProject();
  const running = () => project().running(namespace());
  const both = (): void => {
    project().stack(namespace(), { web: { version: "v1" }, docs: { version: "v1", basic: keeping } });
    project().write(`${project().read()}  releases:groups: { sites: [ web, docs ], texts: [ docs ] }\n`);
  };
  let whole = "";

  before(async () => {
    both();
    await project().release([]);
    whole = project().read();
  });

  it("is refused where nobody has named it, with what serves there; others are released by name", async () => {
    project().write(
      whole
        .replace(/^ {4}docs:.*\n/gm, "")
        .replace("[ web, docs ]", "[ web ]")
        .replace(", texts: [ docs ]", ""),
    );
    const refused = await project().cli("up", "--yes");
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(
      refused.stderr,
      /^REMOVAL_UNNAMED: docs is gone from the stack's file and would leave the cluster; nothing was touched\n {2}- docs v1: 1 pod serves; volume docs-data stays\n {2}next: to remove: release up --remove docs; to keep: put the block back, or pull the commit that has it; to leave it alone: release the others by name\n/m,
    );
    const { stdout: seen } = await project().cli("status");
    assert.match(
      seen,
      /^docs +v1 +- +v1 +1\/1 +healthy: not in the file any more; release up --remove docs takes it out$/m,
    );
    const other = await project().cli("up", "web=v2");
    assert.equal(other.code, 0, other.stderr);
    assert.deepEqual(await running(), { web: "v2", docs: "v1" });
  });

  it("stays where a person at the terminal types anything but its name", async () => {
    const file = project().read();
    for (const [typed, expected] of [
      ["yes\r", /REMOVAL_UNNAMED: docs is gone from the stack's file and would leave the cluster; nothing was touched/],
      ["\x03", /CANCELLED: cancelled before anything was touched/],
    ] as const) {
      const asked = project().atTerminal("up");
      await asked.saw(/Type docs to remove: /);
      asked.type(typed);
      const { code, stdout } = await asked.ended;
      assert.match(stdout, expected);
      assert.equal(code, typed === "\x03" ? 5 : 1, stdout);
      assert.deepEqual(await running(), { web: "v2", docs: "v1" });
      assert.equal(project().read(), file);
    }
  });

  it("leaves once its name is typed, is on record, and its volume stays", async () => {
    const uid = await claim();
    const asked = project().atTerminal("up");
    await asked.saw(/Type docs to remove: /);
    assert.match(
      asked.text(),
      /Gone from the stack's file, and now to leave the cluster:\r\n {2}- docs v1: 1 pod serves; volume docs-data stays\r\n/,
    );
    asked.type("docs\r");
    const { code, stdout } = await asked.ended;
    assert.equal(code, 0, stdout);
    assert.match(steady(stdout), /succeeded: deploy docs v1 removed in N s \(ID\)\r\n/);
    assert.deepEqual(await running(), { web: "v2" });
    assert.deepEqual(await objects(), ["Pod web", "Service web"]);
    assert.equal(await claim(), uid);
    const { stdout: story } = await project().cli("history", "--limit", "1");
    assert.match(story, /deploy +docs v1 removed +ada/);
    const again = await project().cli("up");
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /^no change/);
  });

  it("comes back by rollback, with its volume and its block", async () => {
    const uid = await claim();
    const { code, stdout, stderr } = await project().cli("rollback", "docs");
    assert.equal(code, 0, stderr);
    assert.match(steady(stdout), /^succeeded: rollback docs v1 in N s \(ID\)\n$/);
    assert.deepEqual(await running(), { web: "v2", docs: "v1" });
    assert.equal(await claim(), uid);
    assert.match(project().read(), /^ {4}docs:/m);
    assert.match((await project().cli("up")).stdout, /^no change/);
  });

  it("is taken out of the file with its places in groups, and comes back by resubmit too", async () => {
    project().write(whole.replace("web: { version: v1 }", "web: { version: v2 }"));
    const removed = await project().cli("up", "--remove", "docs");
    assert.equal(removed.code, 0, removed.stderr);
    const text = project().read();
    assert.doesNotMatch(text, /docs/);
    assert.match(text, /sites: \[ web \]/);
    assert.match(text, /# owned by web$/m);
    const records = await project().session().records.list();
    const back = records.find(({ kind }) => kind === "rollback");
    const { code, stderr } = await project().cli("resubmit", back!.id);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await running(), { web: "v2", docs: "v1" });
    assert.match(project().read(), /sites: \[ web, docs \], texts: \[ docs \]/);
  });

  it("leaves with its data only where that is said, and nobody else mounts it", async () => {
    const containers = [{ name: "reader", image: "localhost/pause:v1" }];
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "docs-data" } }];
    const body = { metadata: { name: "reader" }, spec: { containers, volumes } };
    await cluster().core.createNamespacedPod({ namespace: namespace(), body });
    const [uid, file] = [await claim(), project().read()];
    const shared = await project().cli("up", "--remove", "docs", "--with-data");
    assert.equal(shared.code, 1, shared.stderr);
    assert.match(
      shared.stderr,
      /^CLAIM_SHARED: docs-data would go with its data, and others mount it; nothing was touched\n {2}- volume docs-data of docs: Pod reader\n {2}next: to keep it: remove the service without --with-data/m,
    );
    assert.deepEqual([await claim(), project().read()], [uid, file]);
    await cluster().core.deleteNamespacedPod({ namespace: namespace(), name: "reader", gracePeriodSeconds: 0 });
    const { code, stderr } = await project().cli("up", "--remove", "docs", "--with-data");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^ {4}docs removed: v1: 1 pod serves; volume docs-data GOES WITH ITS DATA$/m);
    assert.equal(await claim(), undefined);
    const unknown = await project().cli("up", "--remove", "docs");
    assert.equal(unknown.code, 1);
    assert.match(
      unknown.stderr,
      /^REMOVAL_UNKNOWN: docs is not released in stack staging, so there is nothing to remove$/m,
    );
  });

  /** Its uid; undefined where it is gone, or going. */
  async function claim(): Promise<string | undefined> {
    const { items } = await cluster().core.listNamespacedPersistentVolumeClaim({ namespace: namespace() });
    return items.find(({ metadata }) => metadata?.deletionTimestamp === undefined)?.metadata?.uid;
  }

  async function objects(): Promise<string[]> {
    const [pods, services] = await Promise.all([
      cluster().core.listNamespacedPod({ namespace: namespace() }),
      cluster().core.listNamespacedService({ namespace: namespace() }),
    ]);
    return [
      ...new Set(pods.items.map(({ metadata }) => `Pod ${metadata!.labels!["app.kubernetes.io/name"]!}`)),
      ...services.items.map(({ metadata }) => `Service ${metadata!.name!}`),
    ].sort();
  }
});
