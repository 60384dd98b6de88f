import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serviceFilesOf } from "../../../components/config/stackFile.ts";

const web = "template: website\nimage: localhost/web\nstacks: { prod: { replicas: 3 }, stagin: { replicas: 2 } }\n";

/** What is wrong with a service's file that names the stacks prod and stagin, where the project has these. */
function wrong(stack: string, ...files: string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "known-stacks-"));
  const texts = Object.fromEntries(files.map((file) => [file, "config: {}\n"]));
  for (const [name, text] of Object.entries({ ...texts, "services/web.yaml": web })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return serviceFilesOf(folder, stack).errors;
}

const typo = (suggestion: string) =>
  `services/web.yaml:3: stacks.stagin: there is no stack "stagin"; did you mean "${suggestion}"?`;

describe("the stacks that services' files may name", () => {
  it("are those whose files stand beside Pulumi.yaml: another is most likely one with a letter wrong", () => {
    assert.deepEqual(wrong("staging", "Pulumi.staging.yaml", "Pulumi.prod.yaml"), [typo("staging")]);
  });

  it("are also those whose files are in a folder, for --config-file", () => {
    for (const file of ["envs/prod.yaml", "envs/Pulumi.prod.yaml"]) {
      assert.deepEqual(wrong("staging", "Pulumi.staging.yaml", file), [typo("staging")], file);
    }
  });

  it("are not all known to a stack that has its own file elsewhere: none is called unknown", () => {
    assert.deepEqual(wrong("prod", "envs/prod.yaml"), []);
    assert.deepEqual(wrong("prod", "Pulumi.staging.yaml"), []);
  });
});
