import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labPaths } from "../../../lab/paths.ts";
import { rollbackEdits } from "../../../release/verbs/rollback.ts";
import { changedStackFile } from "../../../parameters/changedStackFile.ts";
import { readStack } from "../../../parameters/stack.ts";
import { pulumi as run } from "../../engine/support.ts";
import { patienceMs, useProject } from "../release/project.ts";
import { keptVersions, passphrase } from "./kept.ts";

for (const { version, stackFile, stateFile, records, differs } of keptVersions()) {
  describe(`what version ${version} has left`, function () {
    this.timeout(patienceMs);
    const project = useProject();
    const pulumi = (...args: string[]) => {
      const { directory } = project();
      const env = { ...process.env, KUBECONFIG: labPaths().kubeconfig, PULUMI_CONFIG_PASSPHRASE: passphrase };
      return run({ dir: directory, env }, ...args, "--stack", "kept");
    };
    const stackOf = (text?: string) => readStack({ projectDir: project().directory, stack: "kept" }, text);

    before(async () => {
      copyFileSync(stackFile, project().file("kept"));
      const made = await pulumi("stack", "init", "--no-select");
      assert.equal(made.code, 0, made.stderr);
      copyFileSync(stackFile, project().file("kept"));
      const imported = await pulumi("stack", "import", "--file", stateFile);
      assert.equal(imported.code, 0, imported.stderr);
    });

    const why = Object.values(differs);
    it(`is changed by this one in ${why.length === 0 ? "nothing" : `what CHANGELOG.md says: ${why.join(", ")}`}`, async () => {
      const { code, stdout } = await pulumi("preview", "--expect-no-changes");
      assert.equal(code === 0, why.length === 0, stdout);
      // What is to change is not there to be looked at by the provider: all but that it would change is left out.
      const shown = [...stdout.matchAll(/^ *[~+-]+ +(kubernetes:\S+ \S+ \w+( \[diff: [^\]]*\])?)/gm)].map(
        ([, step]) => step,
      );
      assert.deepEqual([...new Set(shown)], Object.keys(differs));
      const changes = readFileSync(join(import.meta.dirname, "../../../CHANGELOG.md"), "utf8").replace(/\s+/g, " ");
      for (const words of why) assert.ok(changes.includes(words), words);
    });

    it("is gone back with as its own was", () => {
      const { edits } = rollbackEdits(["web"], stackOf(), records);
      const back = stackOf(changedStackFile(project().read("kept"), { edits }, () => undefined));
      assert.equal(back.services.get("web")?.parameters.release.version, "v1");
      assert.equal(stackOf().services.get("web")?.parameters.release.version, "v2");
    });
  });
}
