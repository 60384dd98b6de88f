import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FoundDrift } from "../../../drift/drift.ts";
import { readStack, type Stack } from "../../../parameters/stack.ts";
import { fieldChanges } from "../../../release/check/fieldChanges.ts";

const web = "template: website, image: localhost/web, owner: web-team";
const urn = "urn:pulumi:staging::releases::releases:index:ServiceRelease$kubernetes:apps/v1:Deployment::shop";

function stack(basic: string, release = "version: v1"): Stack {
  const projectDir = mkdtempSync(join(tmpdir(), "fields-"));
  writeFileSync(join(projectDir, "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
  const text = `config:\n  releases:services:\n    shop: { ${basic} }\n  releases:current:\n    shop: { ${release} }\n`;
  return readStack({ projectDir, stack: "staging" }, text);
}

/** `merge Deployment shop {"spec":{"replicas":3}}` of each change from one to the other. */
function changes(before: Stack | undefined, after: Stack, mended: FoundDrift[] = []): string[] {
  const of = (from: Stack) => from.services.get("shop")!.parameters;
  const service = { service: "shop", namespace: "staging", after: of(after), changes: [] };
  const services = [{ ...service, ...(before === undefined ? {} : { before: of(before) }) }];
  const manifest = { metadata: { name: "shop" }, spec: { replicas: 2 } };
  const drift = { mended, manifests: new Map([[urn, manifest]]) };
  return fieldChanges({ services, removals: [] }, after, drift).map(({ object, change }) => {
    const [how, said] = change === "delete" ? ["delete"] : Object.entries(change)[0]!;
    const text = how === "merge" || how === "apply" ? ` ${JSON.stringify(said)}` : "";
    return `${how} ${object.kind} ${object.name}${text}`;
  });
}

describe("the changes that no release by itself makes", () => {
  it("are none for a version, a restart, a canary and jobs that are skipped", () => {
    for (const release of [
      "version: v2",
      "version: v1, restartedAt: '2026-11-22T04:00:00Z'",
      "version: v1, canary: { version: v2, replicas: 2 }",
      "version: v2, jobsSkipped: v2",
    ]) {
      assert.deepEqual(changes(stack(web), stack(web, release)), [], release);
    }
  });

  it("are a basic parameter's fields alone, where a version comes with it", () => {
    const after = stack(`${web}, replicas: 3`, "version: v2");
    const [only, ...others] = changes(stack(`${web}, replicas: 2`), after);
    assert.match(only ?? "", /^merge Deployment shop \{"metadata":\{"annotations":.*\},"spec":\{"replicas":3\}\}$/);
    assert.deepEqual(others, []);
  });

  it("are none of a parameter that nothing in the cluster comes of", () => {
    assert.deepEqual(changes(stack(`${web}, replicas: 2`), stack(`${web}, replicas: 2, waivers: {}`)), []);
  });

  it("are an object that is new or goes, the pods first", () => {
    const scaled = `${web}, autoscaling: { min: 2, max: 4, cpu: 70 }`;
    const [first, ...others] = changes(stack(web), stack(scaled));
    assert.match(first ?? "", /^merge Deployment shop /);
    assert.deepEqual(others, ["make HorizontalPodAutoscaler shop"]);
    assert.ok(changes(stack(scaled), stack(web)).includes("delete HorizontalPodAutoscaler shop"));
  });

  it("are all objects of a new service but its configuration", () => {
    const found = changes(undefined, stack(`${web}, files: { /etc/shop.conf: hello }`));
    assert.equal(found[0], "make Deployment shop");
    assert.ok(found.includes("make Service shop") && !found.some((change) => change.includes("ConfigMap")));
  });

  it("are what somebody did by hand, and the release undoes", () => {
    const drifted = (state: "lost" | "changed"): FoundDrift => ({
      ...{
        urn,
        kind: "Deployment",
        namespace: "staging",
        name: "shop",
        service: "shop",
        state,
        fields: [],
        inputs: {},
      },
    });
    assert.match(
      changes(stack(web), stack(web, "version: v2"), [drifted("changed")])[0] ?? "",
      /^apply Deployment shop \{"apiVersion":"apps\/v1","kind":"Deployment",/,
    );
    assert.deepEqual(changes(stack(web), stack(web), [drifted("lost")]), ["make Deployment shop"]);
  });
});
