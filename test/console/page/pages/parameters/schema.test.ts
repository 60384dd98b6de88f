import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fieldSchema, knownPaths, valueOf } from "../../../../../console/page/pages/parameters/schema.ts";

const file = resolve(import.meta.dirname, "../../../../../schema/service.schema.json");
const schema = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;

describe("a form that is made of the project's own schema", () => {
  it("has for each parameter the field that suits it", () => {
    const kinds = [
      "replicas",
      "imagePull",
      "earlierName",
      "image",
      "env.GREETING",
      "rollout.maxSurge",
      "dependsOn",
      "version",
    ];
    assert.deepEqual(
      kinds.map((path) => fieldSchema(schema, path).kind),
      ["number", "choice", "yesNo", "text", "text", "number", "json", "text"],
    );
  });

  it("says what a parameter is, its default and what is possible", () => {
    assert.deepEqual(fieldSchema(schema, "replicas"), {
      ...{ kind: "number", minimum: 0, maximum: 500, default: "2" },
      description: "Pods that serve; default 2. Not sent with `autoscaling`.",
    });
    assert.deepEqual(fieldSchema(schema, "imagePull").options, ["IfNotPresent", "Always", "Never"]);
    assert.equal(fieldSchema(schema, "template").options?.includes("worker"), true);
  });

  it("offers the parameters that there are", () => {
    const paths = knownPaths(schema);
    for (const path of ["replicas", "rollout.maxSurge", "autoscaling.min"])
      assert.equal(paths.includes(path), true, path);
  });

  it("knows nothing by a name that every object has", () => {
    assert.deepEqual(fieldSchema(schema, "constructor"), { kind: "json" });
  });

  it("reads what is typed as what it is", () => {
    assert.deepEqual(valueOf("3", { kind: "number" }), { value: 3 });
    assert.deepEqual(valueOf("25%", { kind: "number" }), { value: "25%" });
    assert.deepEqual(valueOf("many", { kind: "number" }), { wrong: "a number is wanted" });
    assert.deepEqual(valueOf("true", { kind: "yesNo" }), { value: true });
    assert.deepEqual(valueOf('["web"]', { kind: "json" }), { value: ["web"] });
    assert.deepEqual(valueOf("08", { kind: "text" }), { value: "08" });
  });
});
