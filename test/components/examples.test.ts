import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseStackConfig } from "../../components/config.ts";
import { readStackFile } from "../../components/config/stackFile.ts";
import { checkRules } from "../../components/rules.ts";

const folders = [new URL("../../", import.meta.url), new URL("../../docs/examples/", import.meta.url)];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => /^Pulumi\..+\.yaml$/.test(file))
    .map((file) => fileURLToPath(new URL(file, folder))),
);

describe("the stacks that come with the project", () => {
  for (const file of files) {
    it(`${file.replace(/.*\//, "")} is right and breaks no rule that it does not waive`, () => {
      const stack = parseStackConfig(readStackFile(file));
      const open = checkRules(stack).filter(({ waived }) => waived === undefined);
      assert.deepEqual(open, []);
    });
  }
});
