import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkedStack } from "../../components/checkedStack.ts";
import { readStackFile } from "../../components/config/stackFile.ts";

const text = readFileSync(join(import.meta.dirname, "../../docs/components.md"), "utf8");
/** The files that the docs show, by the paths in their first lines. */
const shown = new Map(
  [...text.matchAll(/```yaml\n# ((?:services\/|Pulumi\.)\S+\.yaml)\n([^]*?)```/g)].map(([, path = "", file = ""]) => [
    path,
    file,
  ]),
);

describe("docs/components.md", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "docs-"));
    for (const [path, file] of shown) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), file);
    }
    writeFileSync(join(folder, "Pulumi.staging.yaml"), shown.get("Pulumi.prod.yaml") ?? "");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("shows a service's file that is right, and says in each stack what the docs say of it", () => {
    assert.deepEqual([...shown.keys()], ["services/website.yaml", "Pulumi.prod.yaml"]);
    const said = (stack: string) => {
      const [website] = checkedStack(readStackFile(join(folder, `Pulumi.${stack}.yaml`))).services;
      return [website?.replicas, website?.env];
    };
    assert.deepEqual(said("prod"), [5, { GREETING: "hello", CACHE: "yes" }]);
    assert.deepEqual(said("staging"), [2, { GREETING: "hello" }]);
  });
});
