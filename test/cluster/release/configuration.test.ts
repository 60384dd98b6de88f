import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, quick, useProject } from "./project.ts";

describe("a release of configuration", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "config");
  const project = useProject();
  let podsBefore: Record<string, string>;
  before(async () => {
    project().stack(namespace(), {
      web: { version: "v1", basic: `${quick}, files: { /etc/site/greeting.txt: hello }` },
      docs: { version: "v1" },
    });
    await project().release([]);
    podsBefore = await pods();
  });

  it("rolls just the service whose file changed", async () => {
    project().write(project().read().replace("greeting.txt: hello", "greeting.txt: good evening"));
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded");
    assert.deepEqual(
      record.changes.map(({ service }) => service),
      ["web"],
    );
    const after = await pods();
    assert.notEqual(after.web, podsBefore.web);
    assert.equal(after.docs, podsBefore.docs);
    assert.equal(await greeting(), "good evening");
  });

  it("goes back to the configuration before, with the pods and the stack's file", async () => {
    const { code, stdout, stderr } = await project().cli("rollback", "web");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: rollback web v1 in /);
    assert.equal(await greeting(), "hello");
    assert.match(project().read(), /greeting.txt: hello/);
    assert.match(project().read(), /# owned by web/);
  });

  it("makes every pod new on a restart, as a release of its own", async () => {
    const before = await pods();
    const { code, stdout, stderr } = await project().cli("restart", "docs");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^succeeded: restart docs v1 in /);
    assert.match(project().read(), /docs: \{ version: v1, restartedAt: ".*Z" \} # of docs/);
    const after = await pods();
    assert.notEqual(after.docs, before.docs);
    assert.equal(after.web, before.web);
  });

  it("records only the services of which something changed, where the program itself changed", async () => {
    const { directory } = project();
    await changeProgram(directory);
    const { record, changed } = await project().release([]);
    assert.equal(changed, true);
    assert.deepEqual(
      record.changes.map(({ service }) => service),
      ["docs"],
    );
  });

  async function pods(): Promise<Record<string, string>> {
    const { items } = await cluster().core.listNamespacedPod({ namespace: namespace() });
    const alive = items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
    return Object.fromEntries(
      alive.map(({ metadata }) => [metadata!.labels!["app.kubernetes.io/name"]!, metadata!.name!]),
    );
  }

  async function greeting(): Promise<string | undefined> {
    const deployment = await cluster().apps.readNamespacedDeployment({ namespace: namespace(), name: "web" });
    const name = deployment.spec?.template.spec?.volumes?.find(({ configMap }) => configMap !== undefined)?.configMap
      ?.name;
    const { data } = await cluster().core.readNamespacedConfigMap({ namespace: namespace(), name: name! });
    return Object.values(data!)[0];
  }
});

/** A program whose templates changed: all of docs' Deployments get another annotation. */
async function changeProgram(directory: string): Promise<void> {
  const file = join(directory, "index.ts");
  const text = await readFile(file, "utf8");
  await rm(file);
  const transformation = `
pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
  if (type !== "kubernetes:apps/v1:Deployment" || name !== "docs") return undefined;
  const annotations = { ...props.metadata.annotations, changed: "yes" };
  return { props: { ...props, metadata: { ...props.metadata, annotations } }, opts };
});
`;
  const changed = text.replace("export default", `${transformation}\nexport default`);
  await writeFile(file, `import * as pulumi from "@pulumi/pulumi";\n${changed}`);
}
