import assert from "node:assert/strict";
import { resolve } from "node:path";
import { run } from "../../../lab/host/run.ts";
import { examplesOf } from "./examples.ts";

const root = resolve(import.meta.dirname, "../../..");
const { outputs } = examplesOf("grayscale.md");

describe("the figures that docs/grayscale.md shows", function () {
  this.timeout(1_200_000);

  for (const { line, output } of outputs) {
    it(`are what ${line} says`, async () => {
      const env = { ...process.env, PATH: `${resolve(process.execPath, "..")}:${process.env.PATH ?? ""}` };
      assert.equal(await run("sh", ["-c", line], { cwd: root, env }), output);
    });
  }

  it("are of one command", () => {
    assert.equal(outputs.length, 1);
  });
});
