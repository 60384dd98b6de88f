import assert from "node:assert/strict";
import type { Ask } from "../../../cluster/request.ts";
import { draft } from "../../../release/adopt/draft.ts";
import type { LiveContainer } from "../../../release/adopt/shapes.ts";
import { workloadsIn } from "../../../release/adopt/workloads.ts";
import { live, liveDeployment } from "./builders.ts";

/** An API server that fills in nothing. */
const plainServer: Ask = (_path, request) => Promise.resolve({ ...request?.put });

async function drafted(container: Partial<LiveContainer>) {
  const [workload] = workloadsIn(live({ Deployment: [liveDeployment({ container })] }), []).workloads;
  const { basic } = await draft(plainServer, workload!, { stack: "shop", home: "shop", namespace: "shop" });
  const { Deployment } = basic.patches as { Deployment: { spec: { template: { spec: { containers: [object] } } } } };
  return { basic, container: Deployment.spec.template.spec.containers[0] as { env?: unknown } };
}

describe("the draft of a service", () => {
  const secret = { name: "TOKEN", valueFrom: { secretKeyRef: { name: "shop", key: "token" } } };

  it("has variables as parameters where their order is that of Pulumi's program: by name, others' first", async () => {
    const { basic, container } = await drafted({ env: [secret, { name: "A", value: "1" }, { name: "B", value: "2" }] });
    assert.deepEqual(basic.env, { A: "1", B: "2" });
    assert.deepEqual(basic.valueFrom, { TOKEN: { secret: "shop", key: "token" } });
    assert.equal(container.env, undefined);
  });

  it("has them as a patch alone where it is another, or every pod would be replaced", async () => {
    const env = [
      { name: "B", value: "2" },
      { name: "A", value: "1" },
    ];
    const { basic, container } = await drafted({ env });
    assert.equal(basic.env, undefined);
    assert.deepEqual(container.env, env);
  });
});
