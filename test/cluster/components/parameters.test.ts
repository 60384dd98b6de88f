import assert from "node:assert/strict";
import { patienceMs, quick, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

/** One service that says much of what a manifest can. */
const much =
  `${quick.replace(/, waivers: .*$/, "")}, waivers: { ZD004: a test without requests }, ` +
  "valueFrom: { PLACE: { configMap: flags, key: place }, TOKEN: { secret: access }, POD_IP: { field: status.podIP } }, " +
  "envFrom: [{ secret: access, prefix: ALL_ }, { configMap: none, optional: true }], " +
  "ports: { metrics: { container: 9394, served: false } }, " +
  "service: { type: NodePort, stickyFor: 1m, annotations: { example.com/a: b } }, " +
  "labels: { example.com/team: shop }, podLabels: { example.com/mesh: off-here }, " +
  "account: { annotations: { example.com/role: shop } }, " +
  "volumes: { access: { kind: secret, from: access, mount: /access, mode: '0444' }, fast: { kind: memory, mount: /fast, size: 8Mi }, " +
  "facts: { kind: projected, mount: /facts, sources: [{ fields: { name: metadata.name } }, { configMap: flags }] } }, " +
  "sidecars: { beside: { image: 'localhost/web:v1', inherit: [], env: { WEB_PORT: '9443' }, mounts: { fast: { path: /shared } }, " +
  "ports: { proxied: { container: 9443 } }, resources: { requests: { cpu: 10m, memory: 16Mi } } } }, " +
  "hostAliases: { 203.0.113.7: [bank.example] }, dns: { options: { ndots: '2' } }, " +
  "patches: { Deployment: { spec: { template: { spec: { shareProcessNamespace: true, containers: [{ name: web, tty: true }] } } } } }";

describe("a service that says much of what a manifest can", function () {
  this.timeout(patienceMs);
  const lab = useLab();
  const namespace = useNamespace(lab, "parameters");
  const project = useProject();

  it("is not released while what it takes from others is not there", async () => {
    project().stack(namespace(), { web: { version: "v1", basic: much } });
    const { code, stderr } = await project().cli("up", "web=v1");
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(
        "REFERENCE_MISSING: 2 things that pods do not start without are not there\n" +
          "  at context \\S+\n" +
          `  - web: there is no ConfigMap flags in namespace ${namespace()}\n` +
          `  - web: there is no Secret access in namespace ${namespace()}\n` +
          "  next: make it, or have whoever keeps it do so; what the pods can be without is `optional: true`\n$",
      ),
    );
  });

  it("is released as it says once it is, and has nothing to change afterwards", async () => {
    await lab().core.createNamespacedConfigMap({
      namespace: namespace(),
      body: { metadata: { name: "flags" }, data: { place: "Kyoto" } },
    });
    await lab().core.createNamespacedSecret({
      namespace: namespace(),
      body: { metadata: { name: "access" }, stringData: { TOKEN: "open" } },
    });
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace() });
    assert.equal(items.length, 1);
    const { spec, metadata, status } = items[0]!;
    assert.equal(metadata?.labels?.["example.com/mesh"], "off-here");
    assert.equal(spec?.shareProcessNamespace, true);
    assert.equal(spec.containers[0]?.tty, true);
    assert.deepEqual(
      [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].map(({ name, ready }) => [
        name,
        ready,
      ]),
      [
        ["web", true],
        ["beside", true],
      ],
    );
    const service = await lab().core.readNamespacedService({ namespace: namespace(), name: "web" });
    assert.deepEqual(
      [service.spec?.type, service.spec?.sessionAffinity, service.spec?.ports?.map(({ name }) => name)],
      ["NodePort", "ClientIP", ["http"]],
    );
    const { stdout } = await project().cli("preview");
    assert.match(stdout, /^no change \(\d+ resources\)\n$/);
  });

  it("is said to run with what was when others change what it takes from them", async () => {
    const before = await project().cli("up", "--yes");
    assert.doesNotMatch(before.stdout + before.stderr, /has changed since/);
    // Kubernetes' times are whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const body = [{ op: "replace", path: "/data/place", value: "Nara" }];
    await lab().core.patchNamespacedConfigMap({ namespace: namespace(), name: "flags", body });
    const { code, stdout, stderr } = await project().cli("up", "--yes");
    assert.equal(code, 0);
    assert.match(
      stdout + stderr,
      /ConfigMap flags has changed since the pods of web were made \(\S+Z\); they take it up by: release restart web/,
    );
  });

  it("is refused for a field that Kubernetes does not know, with a near miss", async () => {
    const { code, stderr } = await project().cli("config", "set", "services.web.patches.Deployment.spec.paused", "no");
    assert.equal(code, 1);
    assert.match(stderr, /patches\.Deployment\.spec\.paused: "no" was given; allowed: true or false/);
    project().stack(namespace(), {
      web: { version: "v1", basic: much.replace("shareProcessNamespace", "shareProcesNamespace") },
    });
    const checked = await project().cli("config", "check");
    assert.equal(checked.code, 1);
    assert.match(
      checked.stderr,
      /patches\.Deployment\.spec\.template\.spec\.shareProcesNamespace: unknown field; did you mean "shareProcessNamespace"\?/,
    );
  });
});
