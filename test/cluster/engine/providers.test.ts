import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Engine } from "../../../release/engine/engine.ts";
import { labPaths } from "../../../lab/paths.ts";
import { useLab, useNamespace } from "../support.ts";
import { engineOf, inNamespace, testProject } from "../../release/engine/support.ts";
import type { TestProject } from "../../release/engine/support.ts";

const imports = `
import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as k8s from "@pulumi/kubernetes";
`;

describe("The embedded engine, beyond the default provider,", function () {
  this.timeout(90_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "providers");
  let project: TestProject;
  let engine: Engine;
  before(async () => {
    project = testProject(imports);
    project.configure({ version: undefined, greeting: undefined, token: undefined });
    engine = await engineOf(project, () => inNamespace(cluster(), namespace()));
  });
  after(() => {
    project.remove();
  });
  async function succeeds(body: string): Promise<Record<string, string>> {
    project.write("index.ts", imports + body);
    const result = await engine.up({ message: "test" });
    assert.equal(result.result, "succeeded", JSON.stringify(result.failures));
    return Object.fromEntries(
      result.steps.filter(({ operation }) => operation !== "same").map(({ name, operation }) => [name, operation]),
    );
  }
  const configMap = async (name: string): Promise<unknown> =>
    (await cluster().core.readNamespacedConfigMap({ namespace: namespace(), name })).data;

  it("uses a provider the program declares: its kubeconfig, by content or path, and its namespace", async () => {
    for (const [index, kubeconfig] of [
      `fs.readFileSync("${labPaths().kubeconfig}", "utf8")`,
      `"${labPaths().kubeconfig}"`,
    ].entries()) {
      const operations = await succeeds(`
        const provider = new k8s.Provider("own", { kubeconfig: ${kubeconfig}, namespace: "${namespace()}" });
        new k8s.core.v1.ConfigMap("mine", { metadata: { name: "mine-${index}" }, data: { a: "1" } }, { provider });`);
      assert.equal(operations.mine, index === 0 ? "create" : "replace");
      assert.deepEqual(await configMap(`mine-${index}`), { a: "1" });
    }
    const own = project.resources().find(({ type }) => type === "pulumi:providers:kubernetes");
    assert.match(JSON.stringify(own?.urn), /pulumi:providers:kubernetes::own"$/);
    assert.deepEqual(await succeeds(""), { mine: "delete" });
  });

  it("puts objects where the stack's kubernetes:namespace says", async () => {
    const inner = `${namespace()}-inner`;
    await cluster().core.createNamespace({ body: { metadata: { name: inner } } });
    project.configure({ "kubernetes:namespace": inner });
    await succeeds('new k8s.core.v1.ConfigMap("placed", { metadata: { name: "placed" }, data: { a: "1" } });');
    const { data } = await cluster().core.readNamespacedConfigMap({ namespace: inner, name: "placed" });
    assert.deepEqual(data, { a: "1" });
    await succeeds("");
    project.configure({ "kubernetes:namespace": undefined });
    await cluster().core.deleteNamespace({ name: inner });
  });

  it("reads an object that others manage, and never deletes it", async () => {
    await cluster().core.createNamespacedConfigMap({
      namespace: namespace(),
      body: { metadata: { name: "theirs" }, data: { word: "hello" } },
    });
    const read = `const theirs = k8s.core.v1.ConfigMap.get("theirs", "${namespace()}/theirs"); export const word = theirs.data.apply((data) => data.word);`;
    assert.deepEqual(await succeeds(read), { theirs: "read" });
    assert.deepEqual((await engine.outputs()).word, { value: "hello", secret: false });
    assert.equal(project.resources().find(({ id }) => id === `${namespace()}/theirs`)?.external, true);
    await succeeds("");
    assert.deepEqual(await configMap("theirs"), { word: "hello" });
  });

  it("says which object a program reads that is not there", async () => {
    project.write("index.ts", `${imports} k8s.core.v1.ConfigMap.get("gone", "${namespace()}/gone");`);
    await assert.rejects(engine.up({ message: "m" }), {
      code: "RESOURCE_NOT_FOUND",
      message: `the program reads kubernetes:core/v1:ConfigMap "${namespace()}/gone", and the cluster has none of that name`,
    });
  });

  it("defines a kind and makes one of it in the same run, also in a preview", async () => {
    const group = `t${randomBytes(4).toString("hex")}.example.com`;
    project.write(
      "index.ts",
      `${imports}
      const crd = new k8s.apiextensions.v1.CustomResourceDefinition("kind", { metadata: { name: "gadgets.${group}" }, spec: { group: "${group}", scope: "Namespaced",
        names: { plural: "gadgets", singular: "gadget", kind: "Gadget" },
        versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true } } }] } });
      new k8s.apiextensions.CustomResource("gadget", { apiVersion: "${group}/v1", kind: "Gadget", metadata: { name: "one" }, spec: { size: 3 } }, { dependsOn: [crd] });`,
    );
    const { steps } = await engine.preview();
    assert.deepEqual(
      steps.filter(({ operation }) => operation === "create").map(({ name }) => name),
      ["kind", "gadget"],
    );
    const made = await engine.up({ message: "m" });
    assert.equal(made.result, "succeeded", JSON.stringify(made.failures));
    const live = (await cluster().objects.read({
      apiVersion: `${group}/v1`,
      kind: "Gadget",
      metadata: { name: "one", namespace: namespace() },
    })) as { spec?: unknown };
    assert.deepEqual(live.spec, { size: 3 });
    assert.deepEqual(await succeeds(""), { gadget: "delete", kind: "delete" });
  });

  it("refuses what is no single object, by its type", async () => {
    project.write("index.ts", `${imports} new k8s.helm.v3.Release("chart", { chart: "x" });`);
    const result = await engine.up({ message: "m" });
    assert.equal(result.result, "failed");
    assert.equal(
      result.failures[0]?.message,
      "the embedded engine makes single Kubernetes objects, not kubernetes:helm.sh/v3:Release: use the pulumi engine (--engine pulumi)",
    );
  });
});
