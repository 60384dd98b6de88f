import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { labGatewayKinds } from "../../../lab/gatewayKinds.ts";
import { renderStack } from "../../../components/render.ts";
import { templates } from "../../../components/templates.ts";
import { everything, ingressService } from "../../components/everything.ts";
import { leastOf, stackOf } from "../../components/support.ts";
import { useLab, useNamespace } from "../support.ts";

const stacks = [
  ...[...templates.keys()].map((template) => stackOf({ sample: leastOf(template) })),
  everything(),
  ingressService(),
];

describe("the manifests of every template", () => {
  const lab = useLab();
  const namespace = useNamespace(lab, "manifests");
  before(async () => {
    await labGatewayKinds({ emit: () => undefined });
  });

  for (const [index, stack] of stacks.entries()) {
    const what = [...templates.keys(), "everything", "ingress"][index] ?? "";
    it(`${what}: the API server takes every object, to the last field`, async () => {
      for (const manifest of renderStack(stack)) {
        // The namespace is the test's own.
        if (manifest.kind === "Namespace") continue;
        const metadata = { ...manifest.metadata, namespace: namespace() };
        await dryRun({ ...manifest, metadata });
      }
    });
  }

  it("are refused where a value is not Kubernetes'", async () => {
    const [account] = renderStack(stackOf({ sample: { template: "worker", image: "localhost/sample" } }));
    const metadata = { ...account!.metadata, name: "Not A Name", namespace: namespace() };
    await assert.rejects(dryRun({ ...account!, metadata }), /Not A Name/);
  });

  /** Asks the API server for its verdict by server-side apply, which knows every field; nothing is kept. */
  async function dryRun(object: KubernetesObject): Promise<void> {
    await lab().objects.patch(object, undefined, "All", "test", true, "application/apply-patch+yaml");
  }
});
