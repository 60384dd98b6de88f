import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findCli } from "../../../cli/findCli.ts";
import { encryptValue } from "../../../engine/encrypt.ts";
import { configPlace, setConfigValue } from "../../../parameters/configEdit.ts";
import { quick, toVersion, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

describe("configuration and secrets of a service", function () {
  this.timeout(240_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "secrets");
  const project = useProject();
  const basic = `${quick}, files: { /etc/site/greeting.txt: hello }, secrets: { TOKEN: apiToken }`;

  before(async () => {
    project().stack(namespace(), { web: { version: "v1", basic }, docs: { version: "v1" } });
    await setSecret("first-t0ken");
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
  });

  it("reach the pods", async () => {
    assert.deepEqual(await held(), { greeting: "hello", token: "first-t0ken" });
  });

  it("roll just the service whose secret changed, and leave no other Secret behind", async () => {
    const before = await pods();
    await setSecret("second-t0ken");
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    assert.deepEqual(await held(), { greeting: "hello", token: "second-t0ken" });
    const after = await pods();
    assert.notDeepEqual(after.web, before.web);
    assert.deepEqual(after.docs, before.docs);
    assert.equal((await secretNames()).length, 1);
  });

  it("come back with the pods when a release that changed them fails", async () => {
    const good = project().read();
    project().write(good.replace("greeting.txt: hello", "greeting.txt: good evening"));
    await setSecret("third-t0ken");
    const { record } = await project().release([toVersion("web", "crash")]);
    assert.equal(record.result, "rolled back", record.reason);
    assert.deepEqual(await held(), { greeting: "hello", token: "second-t0ken" });
    // And what was made for the failed one is gone.
    assert.equal((await secretNames()).length, 1);
    assert.equal((await configMapNames()).length, 1);
  });

  it("are released again afterwards", async () => {
    const { record } = await project().release([toVersion("web", "v2")]);
    assert.equal(record.result, "succeeded", record.reason);
    assert.deepEqual(await project().running(namespace()), { web: "v2", docs: "v1" });
  });

  it("stand nowhere in plain text: state, history, records", async () => {
    const state = readdirSync(join(project().directory, ".pulumi"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    const { items } = await lab().core.listNamespacedConfigMap({ namespace: namespace() });
    const seen = [...state, ...items.map((item) => JSON.stringify(item)), project().read()];
    assert.ok(state.length > 3);
    for (const text of seen) {
      for (const token of ["first-t0ken", "second-t0ken", "third-t0ken"]) {
        assert.ok(!text.includes(token) && !text.includes(Buffer.from(token).toString("base64")));
      }
    }
  });

  async function setSecret(value: string): Promise<void> {
    const text = project().read();
    const location = { projectDir: project().directory, stack: "staging" };
    const cli = { pulumi: await findCli(process.env), env: process.env };
    const { secure, newSalt } = await encryptValue(value, text, location, cli);
    project().write(setConfigValue(text, configPlace("apiToken"), { secure }, newSalt));
  }

  /** What the Deployment's pods are given. */
  async function held(): Promise<{ greeting: string | undefined; token: string }> {
    const { spec } = await lab().apps.readNamespacedDeployment({ namespace: namespace(), name: "web" });
    const template = spec!.template.spec!;
    const config = template.volumes!.find(({ configMap }) => configMap !== undefined)!.configMap!.name!;
    const secret = template.containers[0]!.env!.find(({ name }) => name === "TOKEN")!.valueFrom!.secretKeyRef!.name!;
    const { data: files } = await lab().core.readNamespacedConfigMap({ namespace: namespace(), name: config });
    const { data } = await lab().core.readNamespacedSecret({ namespace: namespace(), name: secret });
    return { greeting: Object.values(files!)[0], token: Buffer.from(data!.TOKEN!, "base64").toString() };
  }

  /** Names of the pods of each service that are to stay. */
  async function pods(): Promise<Record<string, string[]>> {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace() });
    const names = (service: string) =>
      items
        .filter(({ metadata }) => metadata!.labels?.["app.kubernetes.io/name"] === service)
        .filter(({ metadata }) => metadata!.deletionTimestamp === undefined)
        .map(({ metadata }) => metadata!.name!);
    return { web: names("web"), docs: names("docs") };
  }

  async function secretNames(): Promise<string[]> {
    const { items } = await lab().core.listNamespacedSecret({ namespace: namespace() });
    return items.map(({ metadata }) => metadata!.name!).filter((name) => name.startsWith("web-secrets-"));
  }

  async function configMapNames(): Promise<string[]> {
    const { items } = await lab().core.listNamespacedConfigMap({ namespace: namespace() });
    return items.map(({ metadata }) => metadata!.name!).filter((name) => name.startsWith("web-config-"));
  }
});
