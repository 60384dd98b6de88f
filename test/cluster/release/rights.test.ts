import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KubeConfig, RbacAuthorizationV1Api } from "@kubernetes/client-node";
import { accessRules } from "../../../components/rbac.ts";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, quick, useProject } from "./project.ts";

describe("somebody with the releaser role and no more", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "rights");
  const project = useProject();
  let kubeconfig: string;
  before(async () => {
    project().stack(namespace(), {
      web: { version: "v1", basic: `${quick}, files: { /etc/site/greeting.txt: hello }` },
    });
    await project().release([]);
    kubeconfig = await kubeconfigOfReleaser();
  });

  it("releases a version", async () => {
    const { code, stderr } = await project().cli("--kubeconfig", kubeconfig, "up", "web=v2");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("releases configuration", async () => {
    project().write(project().read().replace("greeting.txt: hello", "greeting.txt: good evening"));
    const { code, stderr } = await project().cli("--kubeconfig", kubeconfig, "up");
    assert.equal(code, 0, stderr);
  });

  it("is told at once what the plan needs and they may not do: who may reach a service is the owner's", async () => {
    const before = project().read();
    project().write(before.replace("replicas: 1", "replicas: 1, network: { from: [web] }"));
    const { code, stderr } = await project().cli("--kubeconfig", kubeconfig, "up");
    project().write(before);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^NO_RIGHTS: this user may not release into namespace /m);
    assert.match(stderr, /^ {2}- may not create networkpolicies\.networking\.k8s\.io$/m);
    assert.match(stderr, /^ {2}- may not patch networkpolicies\.networking\.k8s\.io$/m);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("sees why a release crashed, and has it taken back", async () => {
    const { code, stderr } = await project().cli("--kubeconfig", kubeconfig, "up", "web=crash");
    assert.equal(code, 2, stderr);
    assert.match(stderr, /database/);
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
  });

  it("rolls back, told that nobody looked for the image", async () => {
    const { code, stderr } = await project().cli("--kubeconfig", kubeconfig, "rollback", "web", "-m", "too formal");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^not checked: whether localhost\/web:v2 is still there \(you may not create pods\)$/m);
  });

  async function kubeconfigOfReleaser(): Promise<string> {
    const rbac = cluster().kubeConfig.makeApiClient(RbacAuthorizationV1Api);
    const name = "releaser";
    await cluster().core.createNamespacedServiceAccount({ namespace: namespace(), body: { metadata: { name } } });
    const rules = accessRules("releaser").map(({ apiGroups, resources, verbs }) => ({
      apiGroups: apiGroups as string[],
      resources: resources as string[],
      verbs: verbs as string[],
    }));
    await rbac.createNamespacedRole({ namespace: namespace(), body: { metadata: { name }, rules } });
    await rbac.createNamespacedRoleBinding({
      namespace: namespace(),
      body: {
        metadata: { name },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subjects: [{ kind: "ServiceAccount", name, namespace: namespace() }],
      },
    });
    return kubeconfigOf(name);
  }

  async function kubeconfigOf(name: string): Promise<string> {
    const { status } = await cluster().core.createNamespacedServiceAccountToken({
      namespace: namespace(),
      name,
      body: { spec: { audiences: [], expirationSeconds: 600 } },
    });
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: cluster().kubeConfig.clusters,
      users: [{ name, token: status!.token }],
      contexts: [{ name, cluster: cluster().kubeConfig.getCurrentCluster()!.name, user: name }],
      currentContext: name,
    });
    const file = join(project().directory, name);
    writeFileSync(file, config.exportConfig(), { mode: 0o600 });
    return file;
  }
});
