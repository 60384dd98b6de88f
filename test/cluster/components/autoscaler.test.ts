import assert from "node:assert/strict";
import { quick, useProject } from "../release/project.ts";
import { useLab, useNamespace } from "../support.ts";

describe("a service that gets an autoscaler", function () {
  this.timeout(240_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "autoscaler");
  const project = useProject();
  const scaled = quick.replace("replicas: 1", "replicas: 3");
  const autoscaled = `${quick}, autoscaling: { min: 2, max: 5, cpu: 80 }`;

  async function replicas(): Promise<number | undefined> {
    const { spec } = await lab().apps.readNamespacedDeployment({ name: "web", namespace: namespace() });
    return spec?.replicas;
  }

  async function release(version: string, basic: string): Promise<void> {
    project().stack(namespace(), { web: { version, basic } });
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
  }

  it("keeps its pods until the autoscaler decides, and the autoscaler's number from then on", async () => {
    await release("v1", scaled);
    assert.equal(await replicas(), 3);
    await release("v1", autoscaled);
    assert.equal(await replicas(), 3);
    // What an autoscaler does; test/slow/autoscaler.test.ts has one that decides by real figures.
    const scale = await lab().apps.readNamespacedDeploymentScale({ name: "web", namespace: namespace() });
    const body = { ...scale, spec: { replicas: 4 } };
    await lab().apps.replaceNamespacedDeploymentScale({ name: "web", namespace: namespace(), body });
    await release("v2", autoscaled);
    assert.equal(await replicas(), 4);
  });
});
