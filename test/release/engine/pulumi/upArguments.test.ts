import assert from "node:assert/strict";
import { upArguments } from "../../../../release/engine/pulumi/upArguments.ts";

describe("what an update tells the CLI", () => {
  it("is its message alone, as a rule", () => {
    assert.deepEqual(upArguments({ message: "deploy" }), { message: "deploy" });
  });

  it("is another file, and what to leave alone with all that is in it", () => {
    assert.deepEqual(upArguments({ message: "restore", configFile: "/tmp/Pulumi.prod.yaml", keep: ["urn:a"] }), {
      message: "restore",
      configFile: "/tmp/Pulumi.prod.yaml",
      exclude: ["urn:a"],
      excludeDependents: true,
    });
  });
});
