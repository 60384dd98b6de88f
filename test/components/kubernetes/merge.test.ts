import assert from "node:assert/strict";
import { strategicMerge } from "../../../components/kubernetes/merge.ts";

const deployment = {
  kind: "Deployment",
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [{ name: "web", image: "web:v1", env: [{ name: "A", value: "1" }] }],
        tolerations: [{ key: "old" }],
      },
    },
  },
};

function pods(patch: object): { value: Record<string, unknown>; set: string[] } {
  const merged = strategicMerge(deployment, { spec: { template: { spec: patch } } }, "#Deployment");
  const { spec } = merged.value as typeof deployment;
  return { value: spec.template.spec, set: merged.set.map((path) => path.slice(3).join(".")) };
}

describe("strategicMerge", () => {
  it("adds a field and keeps all others, and the object it was given", () => {
    const before = structuredClone(deployment);
    const { value, set } = pods({ hostNetwork: true });
    assert.deepEqual(value, { ...deployment.spec.template.spec, hostNetwork: true });
    assert.deepEqual(set, ["hostNetwork"]);
    assert.deepEqual(deployment, before);
  });

  it("merges containers by name and their variables too", () => {
    const { value, set } = pods({
      containers: [
        { name: "log", image: "log:v1" },
        { name: "web", env: [{ name: "B", value: "2" }] },
      ],
    });
    assert.deepEqual(value.containers, [
      {
        name: "web",
        image: "web:v1",
        env: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
      },
      { name: "log", image: "log:v1" },
    ]);
    assert.deepEqual(set, [
      "containers.1.name",
      "containers.1.image",
      "containers.0.env.1.name",
      "containers.0.env.1.value",
    ]);
  });

  it("replaces a list that has no key", () => {
    assert.deepEqual(pods({ tolerations: [{ key: "new" }] }).value.tolerations, [{ key: "new" }]);
  });

  it("takes away by null, and elements by $patch: delete", () => {
    const { value, set } = pods({ tolerations: null, containers: [{ name: "web", $patch: "delete" }] });
    assert.deepEqual(value, { containers: [] });
    assert.deepEqual(set, []);
  });

  it("puts the patch in the place of what was there by $patch: replace", () => {
    assert.deepEqual(pods({ containers: [{ $patch: "replace" }, { name: "one" }] }).value.containers, [
      { name: "one" },
    ]);
    assert.deepEqual(pods({ $patch: "replace", hostPID: true }).value, { hostPID: true });
  });

  it("takes a key of a map for a key, whatever it is called", () => {
    const { value } = strategicMerge(
      {},
      JSON.parse('{"metadata":{"labels":{"__proto__":"x","constructor":"y"}}}'),
      "#Deployment",
    );
    const { metadata } = value as { metadata: { labels: Record<string, string> } };
    assert.deepEqual(Object.entries(metadata.labels), [
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });
});
