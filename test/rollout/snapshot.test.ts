import assert from "node:assert/strict";
import { newPods, newReplicaSet } from "../../rollout/snapshot.ts";
import { sameTemplate } from "../../rollout/template.ts";
import * as make from "./builders.ts";

const template = (spec: object, metadata: object = {}) => ({ metadata, spec }) as Parameters<typeof sameTemplate>[0];

describe("the new ReplicaSet", () => {
  it("is the one with the Deployment's template", () => {
    assert.equal(newReplicaSet(make.rollout())?.metadata?.name, "website-new");
  });

  it("is an old one again after a rollback", () => {
    const back = make.rollout({ deployment: make.deployment({ image: "lab/web:v1" }) });
    assert.equal(newReplicaSet(back)?.metadata?.name, "website-old");
  });

  it("is none before the controller has made it", () => {
    const fresh = make.rollout({ deployment: make.deployment({ image: "lab/web:v3" }) });
    assert.equal(newReplicaSet(fresh), undefined);
    assert.deepEqual(newPods(fresh), []);
  });

  it("is found by its revision where the templates cannot be compared", () => {
    const revision = { "deployment.kubernetes.io/revision": "7" };
    const snapshot = make.rollout({ deployment: make.deployment({ image: "lab/web:v3" }) });
    snapshot.deployment!.metadata!.annotations = revision;
    snapshot.replicaSets[1]!.metadata!.annotations = revision;
    assert.equal(newReplicaSet(snapshot)?.metadata?.name, "website-new");
  });
});

describe("templates are the same", () => {
  it("whatever their pod-template-hash", () => {
    assert.ok(
      sameTemplate(
        template({ a: 1 }, { labels: { app: "x", "pod-template-hash": "1" } }),
        template({ a: 1 }, { labels: { app: "x" } }),
      ),
    );
  });

  it("whether a field is missing, null or empty", () => {
    assert.ok(sameTemplate(template({ a: 1, b: null, c: [], d: {} }, { creationTimestamp: null }), template({ a: 1 })));
  });

  it("not when a value, a list's order or an annotation differs", () => {
    assert.ok(!sameTemplate(template({ a: 1 }), template({ a: 2 })));
    assert.ok(!sameTemplate(template({ a: [1, 2] }), template({ a: [2, 1] })));
    assert.ok(
      !sameTemplate(
        template({}, { annotations: { restartedAt: "1" } }),
        template({}, { annotations: { restartedAt: "2" } }),
      ),
    );
  });
});
