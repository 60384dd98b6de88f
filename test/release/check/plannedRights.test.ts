import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FoundDrift } from "../../../drift/drift.ts";
import { readStack, type Stack } from "../../../parameters/stack.ts";
import type { ServiceParameters } from "../../../parameters/serviceParameters.ts";
import { plannedRights } from "../../../release/check/plannedRights.ts";

const shop = "template: website, image: localhost/web, owner: web-team";

function stack(basic: string, version = "v1"): Stack {
  const projectDir = mkdtempSync(join(tmpdir(), "rights-"));
  writeFileSync(join(projectDir, "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
  const text = `config:\n  releases:services:\n    shop: { ${basic} }\n  releases:current:\n    shop: { version: ${version} }\n`;
  return readStack({ projectDir, stack: "staging" }, text);
}

/** `create horizontalpodautoscalers.autoscaling` of each right that going from one to the other needs. */
function rights(before: Stack | undefined, after: Stack, mended: FoundDrift[] = []): string[] {
  const parameters = (of: Stack): ServiceParameters => of.services.get("shop")!.parameters;
  const service = {
    service: "shop",
    namespace: "staging",
    ...(before === undefined ? {} : { before: parameters(before) }),
    after: parameters(after),
    changes: [],
  };
  const plan = { kind: "deploy", project: "releases", stack: "staging" } as const;
  return plannedRights({ ...plan, services: [service], unchanged: [], pending: [], removals: [] }, after, mended).map(
    ({ namespace, verb, group, resource }) =>
      `${verb} ${resource}${group === "" ? "" : `.${group}`}${namespace === "staging" ? "" : ` in ${namespace}`}`,
  );
}

describe("the rights that a plan needs", () => {
  it("are the pods' alone for a new version", () => {
    assert.deepEqual(rights(stack(shop), stack(shop, "v2")), ["patch deployments.apps"]);
  });

  it("are those to make what is new, and to take away what goes", () => {
    const scaled = stack(`${shop}, autoscaling: { min: 2, max: 4, cpu: 70 }`);
    assert.deepEqual(rights(stack(shop), scaled), [
      "patch deployments.apps",
      "create horizontalpodautoscalers.autoscaling",
      "patch horizontalpodautoscalers.autoscaling",
    ]);
    assert.deepEqual(rights(scaled, stack(shop)), [
      "patch deployments.apps",
      "delete horizontalpodautoscalers.autoscaling",
    ]);
  });

  it("are those to make anew what is gone, and to change back what was changed by hand", () => {
    const object = (kind: string, type: string, state: "lost" | "changed"): FoundDrift => ({
      ...{ kind, state, urn: `urn:pulumi:staging::releases::releases:index:ServiceRelease$kubernetes:${type}::shop` },
      ...{ namespace: "staging", name: "shop", fields: [], inputs: {} },
    });
    const mended = [
      object("PodDisruptionBudget", "policy/v1:PodDisruptionBudget", "lost"),
      object("ServiceAccount", "core/v1:ServiceAccount", "changed"),
    ];
    assert.deepEqual(rights(stack(shop), stack(shop), mended), [
      "create poddisruptionbudgets.policy",
      "patch poddisruptionbudgets.policy",
      "patch serviceaccounts",
    ]);
  });

  it("are those of every object for a service that is new, in its namespace", () => {
    const routed = `${shop}, namespace: web, route: { kind: Ingress, hosts: [shop.example] }, network: { fromAnywhere: true }`;
    const found = rights(undefined, stack(routed));
    for (const right of [
      "deployments.apps",
      "services",
      "ingresses.networking.k8s.io",
      "networkpolicies.networking.k8s.io",
    ])
      assert.ok(found.includes(`create ${right} in web`), right);
  });

  it("are those to take a service away with all that it has, but the volumes that stay", () => {
    const volume = `${shop}, replicas: 1, waivers: { ZD009: one pod on one node }, volumes: { data: { mount: /data, size: 1Gi } }`;
    const after = stack(shop);
    const { parameters } = stack(volume).services.get("shop")!;
    const removal = { service: "old", namespace: "staging", after: parameters, removed: true, named: true } as const;
    const plan = {
      kind: "deploy",
      project: "releases",
      stack: "staging",
      services: [],
      unchanged: [],
      pending: [],
    } as const;
    const found = (go: string[]): string[] => {
      const removals = [{ ...removal, serving: 1, hosts: [], stay: [], go }];
      return plannedRights({ ...plan, services: [], unchanged: [], pending: [], removals }, after).map(
        ({ verb, resource }) => `${verb} ${resource}`,
      );
    };
    const objects = ["serviceaccounts", "deployments", "services", "poddisruptionbudgets"].map(
      (kind) => `delete ${kind}`,
    );
    assert.deepEqual(found([]), objects);
    assert.deepEqual(found(["old-data"]), ["delete persistentvolumeclaims", ...objects]);
  });

  it("are not guessed where what was before cannot be read any more", () => {
    const before = stack(shop);
    before.services.get("shop")!.parameters.basic.replicas = "two";
    assert.deepEqual(rights(before, stack(shop, "v2")), []);
  });
});
