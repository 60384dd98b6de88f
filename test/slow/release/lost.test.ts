import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isNotFound } from "../../../cluster/apiError.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { patienceMs, quick, steady, useProject } from "../../cluster/release/project.ts";

/** Text with times taken out. */
function timeless(text: string): string {
  return steady(text).replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "TIME");
}

const keeping = `${quick.replace("ZD004:", "ZD009: the lab has one node, ZD004:")}, volumes: { data: { mount: /data, size: 10Mi } }`;

describe("a volume that is lost", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "volume");
  const project = useProject();

  before(async () => {
    project().stack(namespace(), {
      shop: { version: "v1", basic: keeping },
      web: { version: "v1" },
    });
    await project().release([]);
    await cluster().apps.deleteNamespacedDeployment({ namespace: namespace(), name: "shop" });
    await cluster().core.deleteNamespacedPersistentVolumeClaim({ namespace: namespace(), name: "shop-data" });
    await until(() =>
      cluster().core.readNamespacedPersistentVolumeClaim({ namespace: namespace(), name: "shop-data" }),
    );
  });

  it("is never made anew unasked: refused, with what is known of it", async () => {
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^VOLUME_LOST: a volume is lost, and a release never makes one anew unasked: it would be empty\n {2}- shop-data of shop in volume-\w+ \(10Mi, ReadWriteOnce\): (PersistentVolume lab-\S+ \(Released, Retain\) still holds what it held|no volume that it was bound to is left to be seen)\n {2}next: bring the data back under the same name \(.*\), or, to go on without it: --empty-volume shop-data$/m,
    );
  });

  it("hinders no release of another service", async () => {
    const { code, stderr } = await project().cli("up", "web=v2");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /changed by hand, and left as it is:\n +shop PersistentVolumeClaim shop-data is gone/);
  });

  it("is made anew, empty, once its name is given, and its service is back", async () => {
    const { code, stdout, stderr } = await project().cli("up", "--empty-volume", "shop-data");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^ {2}mended: shop PersistentVolumeClaim shop-data was gone$/m);
    assert.deepEqual(await project().running(namespace()), { shop: "v1", web: "v2" });
    assert.equal((await project().cli("drift")).code, 0);
    const again = await project().cli("up", "--empty-volume", "shop-data");
    assert.match(
      again.stderr,
      /^EMPTY_VOLUME_UNKNOWN: --empty-volume shop-data names no lost volume of this release$/m,
    );
  });
});

describe("a namespace that was deleted", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const project = useProject();
  const namespace = `lost-${randomBytes(4).toString("hex")}`;
  const remove = () => cluster().core.deleteNamespace({ name: namespace });

  before(async () => {
    project().stack(namespace, {
      web: { version: "v1", basic: `${quick}, files: { /etc/site/greeting.txt: hello }` },
      docs: { version: "v1" },
      shop: { version: "v1", basic: keeping },
    });
    project().write(
      `${project().read()}  releases:namespaces:\n    ${namespace}: { podSecurity: restricted, quota: { pods: 50 } }\n`,
    );
    await project().release([]);
    await project().release([{ service: "web", release: { version: "v2" } }]);
    await remove();
  });
  after(() => remove().catch(() => undefined));

  it("is waited for while it goes", async () => {
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 6);
    assert.match(stderr, /^NAMESPACE_ENDING: namespace lost-\w+ is being deleted, since .*Z, with all that is in it$/m);
    await until(() => cluster().core.readNamespace({ name: namespace }));
  });

  it("is lost, with all that was released into it, and recover says what to do", async () => {
    const { code, stdout } = await project().cli("status", "--exit-code");
    assert.equal(code, 11);
    assert.match(stdout, /^web +- +v2 +v2 +0\/0 +lost: /m);
    assert.match(timeless(stdout), /^ {2}Namespace lost-\w+ is gone, with \d+ objects in it, some time after TIME$/m);
    const recovered = await project().cli("recover");
    assert.match(
      recovered.stdout,
      /^namespace lost-\w+ is gone, with the records in it; next: release up brings it back$/m,
    );
  });

  it("is not made while a volume in it is lost", async () => {
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 1);
    assert.match(stderr, /^VOLUME_LOST: /m);
    await assert.rejects(cluster().core.readNamespace({ name: namespace }), isNotFound);
  });

  it("comes back with everything in it, but for what cannot, which is named", async () => {
    const { code, stdout, stderr } = await project().cli("up", "--empty-volume", "shop-data");
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /gone with namespace lost-\w+, and not brought back: the records of releases and their evidence: .*; whatever else was in it that this stack did not make$/m,
    );
    assert.match(
      timeless(stdout),
      /^ {2}mended: Namespace lost-\w+ was gone, with \d+ objects in it, some time after TIME$/m,
    );
    assert.deepEqual(await project().running(namespace), { web: "v2", docs: "v1", shop: "v1" });
    const drift = await project().cli("drift");
    assert.equal(drift.code, 0, drift.stdout);
    assert.equal((await project().cli("up")).stdout, "no change: staging already is as asked for\n");
  });

  it("leaves the way back to what Pulumi's history knows", async () => {
    const { code, stderr } = await project().cli("rollback", "web");
    assert.equal(code, 0, stderr);
    assert.deepEqual((await project().running(namespace)).web, "v1");
  });

  it("comes back once where two bring it back at the same time", async () => {
    await remove();
    await until(() => cluster().core.readNamespace({ name: namespace }));
    const both = await Promise.all([1, 2].map(() => project().cli("up", "--empty-volume", "shop-data")));
    const codes = both.map(({ code }) => code).sort();
    assert.equal(codes[0], 0, both.map(({ stderr }) => stderr).join("\n"));
    assert.deepEqual(await project().running(namespace), { web: "v1", docs: "v1", shop: "v1" });
    assert.equal((await project().cli("drift")).code, 0);
  });
});

/** Until it is not found any more. */
async function until(read: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await read();
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
    await sleep(200);
  }
}
