import assert from "node:assert/strict";
import { startLoad } from "../../../lab/load.ts";
import { useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

const basic = "template: website, image: localhost/web, owner: tests, replicas: 2, drain: { sleep: 4s, time: 5s }";

describe("a canary", function () {
  this.timeout(240_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "canary");
  const project = useProject();

  it("gets its share beside the stable pods, takes their place, and goes, with no failed request", async () => {
    await release("version: v1");
    const { spec } = await lab().core.readNamespacedService({ name: "web", namespace: namespace() });
    const load = await startLoad({ url: `http://${spec?.clusterIP ?? ""}/`, seconds: 100, rate: 40, connections: 3 });

    await release("version: v1, canary: { version: v2, replicas: 1 }");
    assert.deepEqual(await project().running(namespace()), { web: "v1", "web-canary": "v2" });
    assert.deepEqual(await answering(), { v1: 2, v2: 1 });

    await release("version: v2");
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.deepEqual(await answering(), { v2: 2 });

    load.stop();
    const { sent, failed } = await load.result;
    assert.equal(failed, 0, `${failed} of ${sent} requests failed`);
    assert.ok(sent > 100, `${sent} requests`);
  });

  async function release(current: string): Promise<void> {
    const services = `releases:services: { web: { ${basic} } }`;
    project().write(
      `config:\n  releases:namespace: ${namespace()}\n  ${services}\n  releases:current: { web: { ${current} } }\n`,
    );
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
  }

  /** Pods that the Service sends requests to, by version. */
  async function answering(): Promise<Record<string, number>> {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace() });
    const { spec } = await lab().core.readNamespacedService({ name: "web", namespace: namespace() });
    const selected = items.filter(({ metadata, status }) => {
      const matches = Object.entries(spec!.selector!).every(([key, value]) => metadata!.labels?.[key] === value);
      const ready = status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True");
      return matches && ready === true && metadata!.deletionTimestamp === undefined;
    });
    const versions = selected.map(({ metadata }) => metadata!.labels!["app.kubernetes.io/version"]!);
    return Object.fromEntries(
      [...new Set(versions)].sort().map((version) => [version, versions.filter((other) => other === version).length]),
    );
  }
});
