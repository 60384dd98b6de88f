import assert from "node:assert/strict";
import { labGatewayKinds } from "../../../lab/gatewayKinds.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { withRoutes } from "../../cluster/release/adoptedManifests.ts";
import { adopting } from "../../cluster/release/adopting.ts";
import { patienceMs, useProject } from "../../cluster/release/project.ts";

describe("adopting the routes that lead to a workload", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "adopt");
  const project = useProject();
  const { kubectl, applied, cli, adoptedUnderLoad } = adopting(cluster, namespace, project);

  it("takes them as they are, changes them in place afterwards, and lets go of them", async () => {
    await labGatewayKinds({ emit: () => undefined });
    await applied(withRoutes);
    await kubectl("rollout", "status", "deployment", "routed", "--timeout=90s");
    const specs = async () => {
      const { stdout } = await kubectl("get", "ingress,httproute,grpcroute", "--output", "json");
      const { items } = JSON.parse(stdout) as {
        items: { kind: string; metadata: { name: string; uid: string }; spec: unknown }[];
      };
      return items.map(({ kind, metadata: { name, uid }, spec }) => ({ kind, name, uid, spec }));
    };
    const before = await specs();
    await adoptedUnderLoad(["routed"], 80);
    assert.deepEqual(await specs(), before);
    project().write(
      project()
        .read()
        .replace(/path: \/old\b/, "path: /new"),
    );
    await cli("up", "--yes");
    const after = await specs();
    assert.deepEqual(
      after.map(({ kind, name, uid }) => ({ kind, name, uid })),
      before.map(({ kind, name, uid }) => ({ kind, name, uid })),
    );
    assert.match(JSON.stringify(after), /"value":"\/new"/);
    const hosts = [{ op: "add", path: "/spec/hostnames/-", value: "byhand.example" }];
    await kubectl("patch", "grpcroute", "routed-calls", "--type", "json", "--patch", JSON.stringify(hosts));
    const { stdout: drift } = await project().cli("drift");
    assert.match(drift, /GRPCRoute routed-calls/);
    await cli("up", "--yes");
    assert.deepEqual(await specs(), after);
    await cli("adopt", "routed", "--undo", "--yes");
    assert.deepEqual(await specs(), after);
  });
});
