import assert from "node:assert/strict";
import { readFileSync, globSync } from "node:fs";
import { engineOf, testProject } from "../../engine/support.ts";

const history = "test/engine/golden/state/dot-pulumi/history/golden/prod/*.checkpoint.json";

/** The golden program's two random values, with the settings of its first update. */
const program = `
import * as random from "@pulumi/random";
new random.RandomId("id", { byteLength: 4, keepers: { version: "v1", greeting: "hello" } });
new random.RandomPet("pet", { keepers: { version: "v1" } });
`;

interface Kept {
  type: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** What is drawn, by how it follows from the id: the same of any two values of one kind. */
function derived({ type, id, inputs, outputs }: Kept): unknown {
  const bytes = Buffer.from(id, "base64url");
  const known = new Map<unknown, string>([
    [id, "the id"],
    [bytes.toString("base64"), "in base64"],
    [bytes.toString("hex"), "in hex"],
    [String(bytes.readUIntBE(0, Math.min(bytes.length, 6))), "as a number"],
  ]);
  const told = Object.entries(outputs).map(([name, value]): [string, unknown] => [name, known.get(value) ?? value]);
  const text = JSON.stringify({ type, id: id.replace(/[\w-]+/, "drawn"), inputs, outputs: Object.fromEntries(told) });
  return JSON.parse(text.replaceAll(/"ciphertext":"[^"]+"/g, '"ciphertext":"…"')) as unknown;
}

function randomOnes(resources: readonly unknown[]): unknown[] {
  return (resources as Kept[])
    .filter(({ type }) => type.startsWith("random:"))
    .map(derived)
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

describe("random values", function () {
  this.timeout(240_000);

  it("stand in the state as Pulumi's own provider writes them, in every output", async () => {
    const project = testProject(program);
    try {
      const engine = await engineOf(project);
      const { result, failures } = await engine.up({ message: "first" });
      assert.equal(result, "succeeded", JSON.stringify(failures));
      const [first] = globSync(history).sort();
      const { checkpoint } = JSON.parse(readFileSync(first!, "utf8")) as {
        checkpoint: { latest: { resources: unknown[] } };
      };
      const golden = randomOnes(checkpoint.latest.resources);
      assert.equal(golden.length, 2);
      assert.deepEqual(randomOnes(project.resources()), golden);
    } finally {
      project.remove();
    }
  });
});
