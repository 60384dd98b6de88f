import assert from "node:assert/strict";
import type { FoundDrift } from "../../../drift/drift.ts";
import { leftFields } from "../../../release/drift/mend.ts";
import { planDrift, recordedDrift } from "../../../release/drift/plan.ts";

const urn = "urn:pulumi:staging::releases::releases:index:ServiceRelease$kubernetes:apps/v1:Deployment::web";
const image = "spec.template.spec.containers[web].image";
const web: FoundDrift = {
  ...{ service: "web", kind: "Deployment", namespace: "shop", name: "web", state: "changed", urn },
  fields: [
    { path: "spec.replicas", applied: "2", live: "1", by: "kubectl", kept: true },
    { path: image, applied: "web:v1", live: "web:v2", by: "ops" },
  ],
  inputs: { "spec.replicas": "spec.replicas", [image]: "spec.template.spec.containers[0].image" },
};
const docs: FoundDrift = { ...web, service: "docs", name: "docs", state: "lost", fields: [], inputs: {} };
const claim: FoundDrift = { ...web, kind: "PersistentVolumeClaim", unmendable: "a claim keeps its size" };
const home: FoundDrift = { urn: "u", inputs: {}, kind: "Namespace", name: "shop", state: "lost", fields: [] };

const names = (drift: readonly FoundDrift[]) => drift.map(({ kind, service = "" }) => `${kind} ${service}`.trim());
const keptOf = (keep: string[]) =>
  planDrift([web], undefined, keep).mended.flatMap(({ fields }) =>
    fields.flatMap(({ path, kept }) => (kept ? [path] : [])),
  );

describe("what a release does about drift", () => {
  it("mends all where it names nothing, but for what none can mend", () => {
    const { mended, left } = planDrift([web, docs, claim, home], undefined, []);
    assert.deepEqual(names(mended), ["Deployment web", "Deployment docs", "Namespace"]);
    assert.deepEqual(names(left), ["PersistentVolumeClaim web"]);
  });

  it("mends what it names, and leaves the others' and the stack's own", () => {
    const { mended, left } = planDrift([web, docs, home], ["docs"], []);
    assert.deepEqual([names(mended), names(left)], [["Deployment docs"], ["Deployment web", "Namespace"]]);
  });

  it("mends what an earlier release was told to keep", () => {
    assert.deepEqual(keptOf([]), []);
  });

  for (const [keep, kept] of [
    [["web"], ["spec.replicas", image]],
    [["web.spec.replicas"], ["spec.replicas"]],
    [["web.replicas"], ["spec.replicas"]],
    [["web.image"], [image]],
    [["web.spec.template"], [image]],
    [
      ["web.replicas", "web.image"],
      ["spec.replicas", image],
    ],
  ] as const) {
    it(`keeps ${kept.join(" and ")} for ${keep.join(" ")}`, () => {
      assert.deepEqual(keptOf([...keep]), kept);
    });
  }

  for (const keep of ["docs", "web.cas", "web.spec.repl", "shop.spec.replicas"]) {
    it(`refuses to keep ${keep}, which names no field that has drifted`, () => {
      assert.throws(() => planDrift([web, docs], undefined, [keep]), {
        code: "KEEP_DRIFT_UNKNOWN",
        details: ["web.spec.replicas", `web.${image}`],
      });
    });
  }

  it("has Pulumi leave what is kept, by its own names", () => {
    const { mended } = planDrift([web, docs], undefined, ["web.image"]);
    assert.deepEqual(leftFields(mended), {
      "kubernetes:apps/v1:Deployment::web": ["spec.template.spec.containers[0].image"],
    });
  });

  it("is recorded without what is Pulumi's business", () => {
    assert.deepEqual(recordedDrift([home]), [{ kind: "Namespace", name: "shop", state: "lost", fields: [] }]);
  });
});
