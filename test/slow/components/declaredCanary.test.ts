import assert from "node:assert/strict";
import { AutoscalingV2Api, type KubernetesObject } from "@kubernetes/client-node";
import { labGateway } from "../../../lab/gateway.ts";
import { startLoad } from "../../../lab/load.ts";
import type { ReleaseRequest } from "../../../release/context.ts";
import { release } from "../../../release/release.ts";
import { patienceMs, useProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

interface HttpRoute extends KubernetesObject {
  spec: { rules: { matches: { path: { value: string } }[]; backendRefs?: { name: string; weight: number }[] }[] };
}

const basic =
  "template: website, image: localhost/web, owner: tests, replicas: 3, drain: { sleep: 4s, time: 5s }, " +
  "route: { gateway: main, gatewayNamespace: gateways, hosts: [www.example] }, " +
  "jobs: { before: [{ name: migrate, env: { WEB_EXIT: true }, compatible: true }] }";
const declared = `${basic}, canary: { steps: [{ weight: 20 }, { weight: 60 }], first: { headers: { X-Staff: "yes" } } }`;

describe("a declared canary", function () {
  this.timeout(3 * patienceMs);
  const lab = useLab();
  const namespace = useNamespace(lab, "declared");
  const project = useProject();
  before(async () => {
    await labGateway({ emit: () => undefined });
  });

  it("begins, steps, is left, begins again and is promoted by its pods and the routes' weights alone, with no failed request", async () => {
    await update(basic, "version: v1");
    const { spec } = await lab().core.readNamespacedService({ name: "web", namespace: namespace() });
    const load = await startLoad({ url: `http://${spec?.clusterIP ?? ""}/`, seconds: 600, rate: 100, connections: 6 });
    const migrated = await jobs();

    await update(declared, "version: v1");
    assert.deepEqual(await routed(), [["/", ["web-stable 1"]]]);
    assert.deepEqual(await jobs(), migrated, "declaring a canary runs nothing");

    const canary = (weight: number, step: number) =>
      `version: v1, canary: { version: v2, weight: ${weight}, step: ${step} }`;
    const begun = await update(declared, canary(20, 1));
    assert.deepEqual(await running(), { web: ["v1", 3], "web-canary": ["v2", 1] });
    assert.deepEqual(await routed(), [
      ["/.well-known/release/web-20", []],
      ["/", ["web-canary 1"]],
      ["/", ["web-stable 80", "web-canary 20"]],
    ]);
    const [migration, ...others] = (await jobs()).filter((name) => !migrated.includes(name));
    assert.deepEqual(others, []);
    inOrder(begun, `create Job ${migration!}`, "create Deployment web-canary", "update HTTPRoute web");

    await update(declared, canary(60, 2));
    assert.deepEqual(await running(), { web: ["v1", 3], "web-canary": ["v2", 2] });
    await update(declared, canary(0, 2));
    assert.deepEqual(
      await running(),
      { web: ["v1", 3], "web-canary": ["v2", 2] },
      "pods stay until nobody is led there",
    );
    assert.deepEqual(await routed(), [
      ["/.well-known/release/web-0", []],
      ["/", ["web-stable 1"]],
    ]);
    const left = await update(declared, "version: v1");
    inOrder(left, "update HTTPRoute web", "delete Deployment web-canary");
    assert.deepEqual(await running(), { web: ["v1", 3] });
    assert.deepEqual(await jobs(), migrated, "leaving it runs nothing of the version before");

    await update(declared, canary(60, 2));
    const again = (await jobs()).filter((name) => !migrated.includes(name));
    assert.equal(again.length, 1);
    const promoted = await update(declared, "version: v2");
    inOrder(promoted, "update Deployment web", "update HTTPRoute web", "delete Deployment web-canary");
    assert.deepEqual(await running(), { web: ["v2", 3] });
    assert.deepEqual(await routed(), [["/", ["web-stable 1"]]]);
    assert.deepEqual(await jobs(), again, "its job has run when it began");

    await update(basic, "version: v2");
    assert.deepEqual(await routed(), [["/", ["web 1"]]]);
    assert.deepEqual(await jobs(), again, "declaring none runs nothing either");

    load.stop();
    const { sent, failed } = await load.result;
    assert.equal(failed, 0, `${failed} of ${sent} requests failed`);
    assert.ok(sent > 1000, `${sent} requests`);
  });

  it("has as many pods at least as its step asks for, and keeps those that its autoscaler has added", async () => {
    const scaled = `${declared}, autoscaling: { min: 3, max: 6, cpu: 80 }`;
    await update(scaled, "version: v2");
    await update(scaled, "version: v2, canary: { version: v1, weight: 20, step: 1 }");
    const [name, namespaced] = ["web-canary", namespace()];
    // As an autoscaler does it, and by its name: what it has set, no update sets anew.
    const scaledTo = (replicas: number) =>
      lab().apps.replaceNamespacedDeploymentScale({
        name,
        namespace: namespaced,
        body: { metadata: { name, namespace: namespaced }, spec: { replicas } },
        fieldManager: "kube-controller-manager",
      });
    await scaledTo(2);
    await update(scaled, "version: v2, canary: { version: v1, weight: 60, step: 2, replicas: 3 }");
    assert.deepEqual(await running(), { web: ["v2", 3], "web-canary": ["v1", 3] });
    await scaledTo(4);
    await update(scaled, "version: v2, canary: { version: v1, weight: 60, step: 2, replicas: 2 }");
    const { spec: asked } = await lab().apps.readNamespacedDeployment({ name, namespace: namespaced });
    assert.equal(asked?.replicas, 4, "an update takes none away");
    const scalers = lab().kubeConfig.makeApiClient(AutoscalingV2Api);
    const { items } = await scalers.listNamespacedHorizontalPodAutoscaler({ namespace: namespaced });
    assert.deepEqual(
      items.map(({ metadata, spec }) => [
        metadata?.name,
        spec.minReplicas,
        spec.maxReplicas,
        spec.behavior?.scaleDown?.selectPolicy,
      ]),
      [
        ["web", 3, 6, "Disabled"],
        [name, 2, 4, undefined],
      ],
    );
    await update(scaled, "version: v2");
    assert.deepEqual(await running(), { web: ["v2", 3] });
    const left = await scalers.readNamespacedHorizontalPodAutoscaler({ name: "web", namespace: namespaced });
    assert.notEqual(left.spec.behavior?.scaleDown?.selectPolicy, "Disabled");
  });

  /** @returns what was done to which object, as it was done */
  async function update(parameters: string, current: string): Promise<string[]> {
    project().write(
      `config:\n  releases:namespace: ${namespace()}\n` +
        `  releases:services: { web: { ${parameters} } }\n  releases:current: { web: { ${current} } }\n`,
    );
    const context = await project().context();
    const request: ReleaseRequest = { kind: "deploy", edits: [], restore: true, force: false, commit: false };
    const { record } = await release(request, context);
    assert.equal(record.result, "succeeded", record.reason);
    return context.events.flatMap((event) => {
      if (event.type !== "resource" || event.state !== "done") return [];
      const { operation, type, name } = event.step;
      return [`${operation} ${type.replace(/^.*[:/]/, "")} ${name}`];
    });
  }

  function inOrder(done: readonly string[], ...wanted: string[]): void {
    const places = wanted.map((one) => done.findIndex((step) => step.startsWith(one.replace(/-[0-9a-f]{8}$/, ""))));
    assert.ok(!places.includes(-1), `${wanted.join(", ")} in ${done.join(", ")}`);
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
      done.join(", "),
    );
  }

  async function running(): Promise<Record<string, [version: string, pods: number]>> {
    const { items } = await lab().apps.listNamespacedDeployment({ namespace: namespace() });
    const versions = await project().running(namespace());
    return Object.fromEntries(
      items.map(({ metadata, status }) => [metadata!.name!, [versions[metadata!.name!]!, status?.readyReplicas ?? 0]]),
    );
  }

  /** Each rule's path, and where it leads. */
  async function routed(): Promise<[path: string, backends: string[]][]> {
    const metadata = { name: "web", namespace: namespace() };
    const route = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", metadata };
    const { spec } = await lab().objects.read<HttpRoute>(route);
    return spec.rules.map(({ matches, backendRefs = [] }) => [
      matches[0]!.path.value,
      backendRefs.map(({ name, weight }) => `${name} ${weight}`),
    ]);
  }

  async function jobs(): Promise<string[]> {
    const { items } = await lab().batch.listNamespacedJob({ namespace: namespace() });
    return items.map(({ metadata }) => metadata!.name!).sort();
  }
});
