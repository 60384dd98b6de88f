import assert from "node:assert/strict";
import { encryptConfigValue } from "../../../../release/engine/embedded/configSecrets.ts";
import { engineOf, noCluster, testProject } from "../support.ts";
import type { TestProject } from "../support.ts";

describe("A config value to be kept secret", function () {
  this.timeout(20_000);
  let project: TestProject;
  beforeEach(() => {
    project = testProject(
      'import * as pulumi from "@pulumi/pulumi"; export const word = new pulumi.Config().requireSecret("word");',
    );
  });
  afterEach(() => {
    project.remove();
  });
  const encrypt = (): Promise<string> =>
    encryptConfigValue({ projectDir: project.dir, stack: "prod" }, "swordfish", project.env);

  for (const [stack, content] of [
    ["that has a salt", undefined],
    ["that has none yet", "config: {} # nothing yet\n"],
  ] as const) {
    it(`of a stack ${stack} is what the program then reads`, async () => {
      if (content !== undefined) project.write("Pulumi.prod.yaml", content);
      const secure = await encrypt();
      assert.match(secure, /^v1:\S+:\S+$/);
      const file = project.read("Pulumi.prod.yaml");
      project.write("Pulumi.prod.yaml", file.replace(/config:.*/, `config:\n  golden:word: { secure: "${secure}" }`));
      const engine = await engineOf(project, noCluster);
      assert.equal((await engine.up({ message: "m" })).result, "succeeded");
      assert.deepEqual(await engine.outputs(), { word: { value: "swordfish", secret: true } });
    });
  }

  it("needs a passphrase", async () => {
    project.env = {};
    await assert.rejects(encrypt(), { code: "PASSPHRASE_MISSING" });
  });
});
