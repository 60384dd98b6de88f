import assert from "node:assert/strict";
import type { V1ConfigMap } from "@kubernetes/client-node";
import { Problem } from "../../../errors/problem.ts";
import type { Engine, UpResult } from "../../../release/engine/engine.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { useLab, useNamespace } from "../support.ts";
import { engineOf, inNamespace, testProject } from "../../release/engine/support.ts";
import type { TestProject } from "../../release/engine/support.ts";

const program = (body: string): string => `
import * as pulumi from "@pulumi/pulumi";
import * as apps from "@pulumi/kubernetes/apps/v1/index.js";
import * as core from "@pulumi/kubernetes/core/v1/index.js";
${body}
`;

/** A Deployment of the lab's server. `extra` goes into its spec, `options` are Pulumi's. */
const deployment = (image: string, extra = "", options = "{}"): string => `
new apps.Deployment("web", {
  metadata: { name: "web", annotations: { "pulumi.com/timeoutSeconds": "30" } },
  spec: { replicas: 1, selector: { matchLabels: { app: "web" } }, ${extra}
    template: { metadata: { labels: { app: "web" } }, spec: { terminationGracePeriodSeconds: 0, containers: [{ name: "web", image: "${image}",
      readinessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 } }] } } },
}, ${options});
`;

describe("The embedded engine, with Kubernetes objects,", function () {
  this.timeout(60_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "engine");
  let project: TestProject;
  let engine: Engine;
  before(async () => {
    project = testProject(program(""));
    project.configure({ version: undefined, greeting: undefined, token: undefined });
    engine = await engineOf(project, () => inNamespace(cluster(), namespace()));
  });
  after(() => {
    project.remove();
  });

  async function up(
    body: string,
    chosen = engine,
    signal?: AbortSignal,
  ): Promise<UpResult & { events: ReleaseEvent[] }> {
    project.write("index.ts", program(body));
    const events: ReleaseEvent[] = [];
    const result = await chosen.up({
      message: "test",
      emit: (event) => events.push(event),
      ...(signal === undefined ? {} : { signal }),
    });
    return { ...result, events };
  }
  async function succeeds(body: string, chosen = engine): Promise<Record<string, string>> {
    const result = await up(body, chosen);
    assert.equal(result.result, "succeeded", JSON.stringify(result.failures));
    return Object.fromEntries(
      result.steps.filter(({ operation }) => operation !== "same").map(({ name, operation }) => [name, operation]),
    );
  }
  const configMap = (name: string): Promise<V1ConfigMap> =>
    cluster().core.readNamespacedConfigMap({ namespace: namespace(), name });
  const config = (data: string, rest = "", options = "{}"): string =>
    `new core.ConfigMap("settings", { metadata: { name: "settings" }, data: ${data} ${rest} }, ${options});`;

  it("updates a mutable ConfigMap in place, and takes a key away that the program no longer has", async () => {
    await succeeds(config('{ a: "1", b: "1" }'));
    const { metadata } = await configMap("settings");
    assert.deepEqual(await succeeds(config('{ a: "2" }')), { settings: "update" });
    const updated = await configMap("settings");
    assert.deepEqual(updated.data, { a: "2" });
    assert.equal(updated.metadata?.uid, metadata?.uid);
  });

  it("replaces an immutable one of the same name by deleting it first", async () => {
    await succeeds(config('{ a: "2" }', ", immutable: true"));
    const { metadata } = await configMap("settings");
    assert.deepEqual(await succeeds(config('{ a: "3" }', ", immutable: true")), { settings: "replace" });
    const replaced = await configMap("settings");
    assert.deepEqual(replaced.data, { a: "3" });
    assert.notEqual(replaced.metadata?.uid, metadata?.uid);
  });

  it("gives an object without a name one by chance, keeps it, and gives another for a replacement", async () => {
    const unnamed = (value: string): string =>
      `const map = new core.ConfigMap("chance", { data: { a: "${value}" }, immutable: true }); export const name = map.metadata.name;`;
    await succeeds(unnamed("1"));
    const { name: first } = await engine.outputs();
    assert.match(String(first?.value), /^chance-[0-9a-f]{8}$/);
    await succeeds(unnamed("1"));
    assert.deepEqual((await engine.outputs()).name, first);
    assert.deepEqual(await succeeds(unnamed("2")), { chance: "replace" });
    const { name: second } = await engine.outputs();
    assert.notEqual(second?.value, first?.value);
    await assert.rejects(configMap(String(first?.value)), { code: 404 });
  });

  it("does not take over an object that is not in the stack", async () => {
    await cluster().core.createNamespacedConfigMap({
      namespace: namespace(),
      body: { metadata: { name: "foreign" }, data: { mine: "yes" } },
    });
    const result = await up('new core.ConfigMap("foreign", { metadata: { name: "foreign" }, data: { mine: "no" } });');
    assert.equal(result.result, "failed");
    assert.equal(
      result.failures[0]?.message,
      `ConfigMap ${namespace()}/foreign exists on the cluster and is not in this stack. Delete it there if it is not needed; if the stack should own it, import it with the Pulumi CLI (\`pulumi import\`)`,
    );
    assert.deepEqual((await configMap("foreign")).data, { mine: "yes" });
  });

  it("names field and manager of a conflict, changes nothing, and takes over when forced", async () => {
    await succeeds(config('{ a: "1" }'));
    await succeeds(config('{ a: "2" }'));
    await cluster().core.patchNamespacedConfigMap({
      namespace: namespace(),
      name: "settings",
      fieldManager: "kubectl-edit",
      body: [{ op: "replace", path: "/data/a", value: "by hand" }],
    });
    const result = await up(config('{ a: "3" }'));
    assert.equal(
      result.failures[0]?.message,
      `ConfigMap ${namespace()}/settings was changed by kubectl-edit and was left as it is: data.a was set by kubectl-edit. Bring that change into the configuration or undo it on the cluster; to take such fields over, release with --force-conflicts, or for good annotate the object with pulumi.com/patchForce: "true".`,
    );
    assert.deepEqual((await configMap("settings")).data, { a: "by hand" });
    const forced = await engineOf(project, () => inNamespace(cluster(), namespace()), { force: true });
    await succeeds(config('{ a: "3" }'), forced);
    assert.deepEqual((await configMap("settings")).data, { a: "3" });
  });

  it("leaves to others what ignoreChanges names, even where they own it", async () => {
    await cluster().core.patchNamespacedConfigMap({
      namespace: namespace(),
      name: "settings",
      fieldManager: "autoscaler",
      body: [{ op: "replace", path: "/data/a", value: "theirs" }],
    });
    assert.deepEqual(await succeeds(config('{ a: "4", b: "ours" }', "", '{ ignoreChanges: ["data.a"] }')), {
      settings: "update",
    });
    assert.deepEqual((await configMap("settings")).data, { a: "theirs", b: "ours" });
  });

  it("finds drift on refresh, and the next update undoes it", async () => {
    const forced = await engineOf(project, () => inNamespace(cluster(), namespace()), { force: true });
    await succeeds(config('{ a: "5" }'), forced);
    await cluster().core.patchNamespacedConfigMap({
      namespace: namespace(),
      name: "settings",
      fieldManager: "kubectl-edit",
      body: [{ op: "replace", path: "/data/a", value: "drifted" }],
    });
    assert.deepEqual(await succeeds(config('{ a: "5" }'), forced), {}, "without a refresh it is not looked at");
    const { steps } = await engine.refresh({ message: "refresh" });
    assert.deepEqual(steps.find(({ name }) => name === "settings")?.changes, [
      { path: "data.a", before: "5", after: "drifted" },
    ]);
    assert.deepEqual(await succeeds(config('{ a: "5" }'), forced), { settings: "update" });
    assert.deepEqual((await configMap("settings")).data, { a: "5" });
  });

  it("makes anew what was deleted on the cluster, once a refresh has found out", async () => {
    await cluster().core.deleteNamespacedConfigMap({ namespace: namespace(), name: "settings" });
    await engine.refresh({ message: "refresh" });
    assert.deepEqual(await succeeds(config('{ a: "5" }')), { settings: "create" });
  });

  it("keeps a protected object, and forgets a retained one", async () => {
    await succeeds(config('{ a: "5" }', "", "{ protect: true }"));
    const kept = await up("");
    assert.equal(kept.result, "failed");
    assert.match(kept.failures[0]?.message ?? "", /is protected: set its option `protect` to false and release/);
    await succeeds(config('{ a: "5" }', "", "{ retainOnDelete: true }"));
    assert.deepEqual(await succeeds(""), { settings: "delete" });
    assert.deepEqual((await configMap("settings")).data, { a: "5" });
    await cluster().core.deleteNamespacedConfigMap({ namespace: namespace(), name: "settings" });
  });

  it("moves a resource to another name in the program by its alias, without touching the object", async () => {
    await succeeds(config('{ a: "6" }'));
    const { metadata } = await configMap("settings");
    assert.deepEqual(
      await succeeds(
        'new core.ConfigMap("renamed", { metadata: { name: "settings" }, data: { a: "6" } }, { aliases: [{ name: "settings" }] });',
      ),
      {},
    );
    assert.equal((await configMap("settings")).metadata?.uid, metadata?.uid);
    await succeeds("");
  });

  it("fails a doomed Deployment at once, with its cause; what stands in the state is updated by the next run", async () => {
    await succeeds(deployment("localhost/web:v1"));
    const result = await up(deployment("localhost/web:crash"));
    assert.equal(result.result, "failed");
    const [failure] = result.failures;
    assert.equal(failure?.step.name, "web");
    assert.deepEqual(failure.workload, { kind: "Deployment", namespace: namespace(), name: "web" });
    assert.ok(failure.cause !== undefined, "the cause is known");
    assert.equal(failure.message, failure.cause.message);
    const state = project.resources().find(({ type }) => type === "kubernetes:apps/v1:Deployment");
    assert.ok(Array.isArray(state?.initErrors) && state.initErrors.length > 0);
    assert.deepEqual(await succeeds(deployment("localhost/web:v1")), { web: "update" });
  });

  it("does not wait for a Deployment that says skipAwait", async () => {
    const skipped = deployment("localhost/web:never-ready").replace(
      "annotations: {",
      'annotations: { "pulumi.com/skipAwait": "true",',
    );
    assert.deepEqual(await succeeds(skipped), { web: "update" });
    assert.deepEqual(await succeeds(deployment("localhost/web:v2")), { web: "update" });
  });

  it("replaces a Deployment whose selector changes", async () => {
    assert.deepEqual(await succeeds(deployment("localhost/web:v2").replaceAll('app: "web"', 'app: "web2"')), {
      web: "replace",
    });
  });

  it("stops following when it is cancelled, keeps what was applied on record, and gives the lock back", async () => {
    const abort = new AbortController();
    project.write("index.ts", program(deployment("localhost/web:never-ready").replaceAll('app: "web"', 'app: "web2"')));
    const result = await engine.up({
      message: "cancelled",
      signal: abort.signal,
      emit: (event) => {
        if (event.type === "rollout") abort.abort();
      },
    });
    assert.equal(result.result, "cancelled");
    assert.equal(await engine.lockHolder(), undefined);
    assert.deepEqual(project.state().checkpoint.latest.pending_operations ?? [], []);
    assert.deepEqual(await succeeds(deployment("localhost/web:v2").replaceAll('app: "web"', 'app: "web2"')), {
      web: "update",
    });
  });

  it("previews what the API server would refuse, all of it, and changes nothing", async () => {
    project.write(
      "index.ts",
      program(
        `${deployment("localhost/web:v2", "minReadySeconds: -1,").replaceAll('app: "web"', 'app: "web2"')} new core.ConfigMap("bad", { metadata: { name: "Not_Valid" } });`,
      ),
    );
    await assert.rejects(engine.preview(), (error: unknown) => {
      assert.ok(error instanceof Problem);
      assert.equal(error.code, "PREVIEW_REFUSED");
      assert.equal(error.message, "2 objects would not be accepted");
      const details = error.details.join("\n");
      assert.match(details, /Deployment "web": .*minReadySeconds.*must be greater than or equal to 0/);
      assert.match(details, /ConfigMap "bad": .*Not_Valid/);
      return true;
    });
  });

  it("passes on what the API server warns of", async () => {
    const { events } = await up(
      `${config('{ a: "1" }')} new core.Service("warned", { metadata: { name: "warned" }, spec: { ports: [{ port: 80 }], sessionAfinity: "None" } as any });`,
    );
    const notes = events.flatMap((event) => (event.type === "note" ? [event.message] : []));
    assert.ok(
      notes.some((note) => note.endsWith('/services: unknown field "spec.sessionAfinity"')),
      notes.join("\n"),
    );
  });

  it("keeps everything while one thing that is to go is protected", async () => {
    await succeeds(
      `${config('{ a: "1" }', "", "{ protect: true }")} new core.ConfigMap("other", { metadata: { name: "other" } });`,
    );
    const result = await engine.destroy({ message: "too early" });
    assert.equal(result.result, "failed");
    assert.deepEqual(
      result.failures.map(({ step }) => step.name),
      ["settings"],
    );
    await configMap("other");
    await succeeds(config('{ a: "1" }'));
  });

  it("makes a namespace and what is in it in one run, and takes both away in the right order", async () => {
    const inside = `const ns = new core.Namespace("place", { metadata: { name: "${namespace()}-inner" } });
      new core.ConfigMap("inside", { metadata: { name: "inside", namespace: ns.metadata.name }, data: { a: "1" } });`;
    assert.deepEqual(await succeeds(inside), { place: "create", inside: "create", settings: "delete" });
    const result = await engine.destroy({ message: "the end" });
    assert.equal(result.result, "succeeded", JSON.stringify(result.failures));
    assert.deepEqual(project.resources(), []);
  });
});
