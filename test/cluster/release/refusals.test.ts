import assert from "node:assert/strict";
import { labPaths } from "../../../lab/paths.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KubeConfig, RbacAuthorizationV1Api } from "@kubernetes/client-node";
import { hideKinds } from "../kindsHidden.ts";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, quick, useProject } from "./project.ts";

describe("a release that may not begin", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "refused");
  const project = useProject();
  let untouched: string;
  before(() => {
    project().stack(namespace(), { web: { version: "v1" } });
    untouched = project().read();
  });
  afterEach(async () => {
    assert.equal(project().read(), untouched);
    const { items } = await cluster().apps.listNamespacedDeployment({ namespace: namespace() });
    assert.deepEqual(items, []);
    const leases = await cluster().coordination.listNamespacedLease({ namespace: namespace() });
    assert.deepEqual(leases.items, []);
    assert.deepEqual(await project().session().records.list(), []);
  });

  it("says which rights are missing, and how to get them: exit 1", async () => {
    const kubeconfig = await kubeconfigOfReader();
    const { code, stderr } = await project().cli("--kubeconfig", kubeconfig, "up", "web=v2");
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(
        `NO_RIGHTS: this user may not release into namespace ${namespace()}\n` +
          "  at context reader\n" +
          "  - may not patch deployments.apps\n" +
          "  - may not patch services\n" +
          "  - may not create configmaps\n" +
          "  - may not update leases.coordination.k8s.io\n" +
          "  next: ask a cluster owner to bind you to the releaser role: release rbac prints it\n$",
      ),
    );
  });

  it("says that it is not known to the cluster: exit 1", async () => {
    const kubeconfig = join(project().directory, "stranger");
    writeFileSync(kubeconfig, readFileSync(project().kubeconfig, "utf8").replace(/token: \S+/, "token: wrong"));
    const { code, stderr } = await project().cli("--kubeconfig", kubeconfig, "up", "web=v2");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /NOT_AUTHENTICATED: the cluster refused asking .*: Unauthorized\n {2}next: log in to the cluster again, or check the user in the kubeconfig\n$/,
    );
  });

  it("says that no cluster answers: exit 6", async () => {
    const kubeconfig = join(project().directory, "nobody");
    writeFileSync(
      kubeconfig,
      readFileSync(project().kubeconfig, "utf8").replace(/server: \S+/, "server: https://127.0.0.1:16999"),
    );
    const { code, stderr } = await project().cli("--kubeconfig", kubeconfig, "up", "web=v2");
    assert.equal(code, 6);
    assert.match(
      stderr,
      /CLUSTER_UNREACHABLE: the Kubernetes API server did not answer while asking https:\/\/127\.0\.0\.1:16999 \(context release-lab(?:-\w+)?\) for its version: connect ECONNREFUSED 127\.0\.0\.1:16999\n {2}next: check the cluster and the context: kubectl cluster-info\n$/,
    );
  });

  it("names the contexts there are: exit 6", async () => {
    const { code, stderr } = await project().cli("--context", "prod-eu", "up", "web=v2");
    assert.equal(code, 6);
    assert.equal(
      stderr,
      `CONTEXT_UNKNOWN: the kubeconfig has no context "prod-eu"; it has: ${labPaths().name}\n` +
        `  at ${project().kubeconfig}\n` +
        "  next: choose one with --context, or set kubernetes:context in the stack's file\n",
    );
  });

  it("says that the stack's namespace is not there, and who could make it: exit 1", async () => {
    project().write(untouched.replace(namespace(), "not-there"));
    const { code, stderr } = await project().cli("up");
    project().write(untouched);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /NAMESPACE_MISSING: namespace not-there does not exist, and the stack does not make it\n {2}at context release-lab(?:-\w+)?\n {2}next: declare it under releases:namespaces in Pulumi.staging.yaml, or make it: kubectl create namespace not-there\n$/,
    );
  });

  it("says which services need a kind that the cluster does not have, in preview too: exit 1", async () => {
    const { kubeconfig, close } = await hideKinds(cluster(), "gateway.networking.k8s.io");
    const file = join(project().directory, "no-gateway");
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    const routed = (host: string): string => `${quick}, route: { gateway: main, hosts: [${host}] }`;
    project().stack(namespace(), {
      web: { version: "v1", basic: routed("www.example") },
      docs: { version: "v1", basic: routed("docs.example") },
      api: { version: "v1" },
    });
    const results = [
      await project().cli("--kubeconfig", file, "up"),
      await project().cli("--kubeconfig", file, "preview"),
    ];
    close();
    project().write(untouched);
    for (const { code, stdout, stderr } of results) {
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /KIND_MISSING: the cluster has no HTTPRoute \(gateway\.networking\.k8s\.io\/v1\), which the route of web, docs needs\n {2}at context loaded-context\n {2}next: install the Gateway API and a gateway on the cluster \(in the lab: npm run lab -- gateway\), or set route\.kind: Ingress\n$/,
      );
    }
  });

  /** Somebody who may look at pods, and nothing else. */
  async function kubeconfigOfReader(): Promise<string> {
    const rbac = cluster().kubeConfig.makeApiClient(RbacAuthorizationV1Api);
    const name = "reader";
    await cluster().core.createNamespacedServiceAccount({ namespace: namespace(), body: { metadata: { name } } });
    await rbac.createNamespacedRole({
      namespace: namespace(),
      body: { metadata: { name }, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }] },
    });
    await rbac.createNamespacedRoleBinding({
      namespace: namespace(),
      body: {
        metadata: { name },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subjects: [{ kind: "ServiceAccount", name, namespace: namespace() }],
      },
    });
    const { status } = await cluster().core.createNamespacedServiceAccountToken({
      namespace: namespace(),
      name,
      body: { spec: { audiences: [], expirationSeconds: 600 } },
    });
    const config = new KubeConfig();
    const { name: clusterName } = cluster().kubeConfig.getCurrentCluster()!;
    config.loadFromOptions({
      clusters: cluster().kubeConfig.clusters,
      users: [{ name, token: status!.token }],
      contexts: [{ name, cluster: clusterName, user: name }],
      currentContext: name,
    });
    const file = join(project().directory, "reader");
    writeFileSync(file, config.exportConfig(), { mode: 0o600 });
    return file;
  }
});
