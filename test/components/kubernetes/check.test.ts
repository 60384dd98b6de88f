import assert from "node:assert/strict";
import { faultLine, faults } from "../../../components/kubernetes/check.ts";
import { fieldType, kindWord } from "../../../components/kubernetes/fields.ts";
import { renderStack } from "../../../components/render.ts";
import { everything, ingressService } from "../everything.ts";

describe("Kubernetes' fields", () => {
  it("have every field of every object that services are made of", () => {
    const made = [...renderStack(everything()), ...renderStack(ingressService())];
    const known = made.filter(({ kind }) => kind !== "Namespace" && kind !== "ResourceQuota");
    assert.deepEqual(
      known.flatMap((manifest) => faults(manifest, kindWord(manifest.kind) ?? "", "whole")),
      [],
    );
  });

  it("lead from a kind to its fields, and to none from a name that is no kind", () => {
    assert.equal(kindWord("Deployment"), "#Deployment");
    assert.equal(kindWord("constructor"), undefined);
    assert.deepEqual(fieldType("[name]#Container"), { is: "list", of: "#Container", key: "name" });
  });
});

describe("faults", () => {
  const linesOf = (value: unknown, word: string) =>
    faults(value, word, "whole").map((fault) => faultLine("affinity", fault));

  it("names each with its path, what was given and what is allowed", () => {
    const affinity = {
      nodeAfinity: {},
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: "1", podAffinityTerm: null }] },
    };
    assert.deepEqual(linesOf(affinity, "#Affinity"), [
      'affinity.nodeAfinity: unknown field; did you mean "nodeAffinity"?',
      'affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: "1" was given; allowed: a whole number',
      "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm: null was given; allowed: an object",
    ]);
  });

  it("takes quantities and ports as Kubernetes does", () => {
    assert.deepEqual(
      linesOf({ requests: { cpu: 1, memory: "64Mi", "example.com/gpu": "2" } }, "#ResourceRequirements"),
      [],
    );
    assert.deepEqual(linesOf({ requests: { cpu: "much" } }, "#ResourceRequirements"), [
      'affinity.requests.cpu: "much" was given; allowed: a Kubernetes quantity like 100m or 128Mi',
    ]);
    assert.deepEqual(linesOf({ port: "http" }, "#TCPSocketAction"), []);
    assert.deepEqual(linesOf({ port: 80 }, "#TCPSocketAction"), []);
  });
});
