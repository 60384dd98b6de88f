import assert from "node:assert/strict";
import type { ManagedFields } from "../../../drift/managers.ts";
import { handBack, handOver, letGo } from "../../../release/adopt/managers.ts";
import type { LiveObject } from "../../../release/adopt/live.ts";

const entry = (manager: string, operation = "Update", subresource?: string): ManagedFields => ({
  manager,
  operation,
  fieldsV1: { [`f:${manager}`]: {} },
  ...(subresource === undefined ? {} : { subresource }),
});
const object = (...managedFields: ManagedFields[]): LiveObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", resourceVersion: "7", managedFields },
});
const books = (managedFields: ManagedFields[]) => [
  { op: "test", path: "/metadata/resourceVersion", value: "7" },
  { op: "replace", path: "/metadata/managedFields", value: managedFields },
];

describe("who has set which field", () => {
  const controller = entry("kube-controller-manager", "Update", "status");

  it("is handed over by helm and its like to a name that Pulumi's provider takes over from", () => {
    const taken = { ...entry("helm"), manager: "kubectl-handed-over-0", operation: "Update" };
    assert.deepEqual(handOver(object(entry("helm", "Apply"), controller)), books([taken, controller]));
  });

  it("stays where Pulumi takes it over by itself, and where a part of Kubernetes has set it", () => {
    assert.equal(handOver(object(entry("kubectl-create"), entry("before-first-apply"), controller)), undefined);
  });

  it("is put back where taking over failed", () => {
    const was = object(entry("helm", "Apply"));
    assert.deepEqual(handBack(was, object(entry("kubectl-handed-over-0"))), books([entry("helm", "Apply")]));
  });

  it("is another's again once Pulumi lets go", () => {
    const to = { manager: "kubectl-client-side-apply", operation: "Update" };
    const pulumi = entry("pulumi-kubernetes-1a2b3c4d", "Apply");
    assert.deepEqual(letGo(object(pulumi, controller), to), books([{ ...pulumi, ...to }, controller]));
    assert.equal(letGo(object(controller), to), undefined);
  });
});
