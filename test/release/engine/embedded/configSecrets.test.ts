import assert from "node:assert/strict";
import { encryptConfigValue } from "../../../../release/engine/embedded/configSecrets.ts";
import { setConfigValue } from "../../../../release/parameters/configEdit.ts";
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
  const encrypt = (text: string, backend?: string) =>
    encryptConfigValue("swordfish", text, "Pulumi.prod.yaml", backend, project.env);

  for (const [stack, content] of [
    ["that has a salt", undefined],
    ["that has none yet", "config: {} # nothing yet\n"],
  ] as const) {
    it(`of a stack ${stack} is what the program then reads`, async () => {
      const text = content ?? project.read("Pulumi.prod.yaml");
      const { secure, newSalt } = await encrypt(text);
      assert.match(secure, /^v1:\S+:\S+$/);
      assert.equal(newSalt === undefined, content === undefined);
      const place = { key: "golden:word", path: [] };
      project.write("Pulumi.prod.yaml", setConfigValue(text, place, { secure }, newSalt));
      const engine = await engineOf(project, noCluster);
      assert.equal((await engine.up({ message: "m" })).result, "succeeded");
      assert.deepEqual(await engine.outputs(), { word: { value: "swordfish", secret: true } });
    });
  }

  it("needs a passphrase, and the one the stack was made with", async () => {
    const text = project.read("Pulumi.prod.yaml");
    project.env = { PULUMI_CONFIG_PASSPHRASE: "another" };
    await assert.rejects(encrypt(text), { code: "PASSPHRASE_WRONG" });
    project.env = {};
    await assert.rejects(encrypt(text), { code: "PASSPHRASE_MISSING" });
  });

  for (const [text, backend, by] of [
    ["secretsprovider: awskms://alias/prod\n", undefined, "awskms://alias/prod"],
    ["encryptedkey: AQ==\n", undefined, "a key service"],
    ["config: {}\n", "https://api.pulumi.com", "https://api.pulumi.com"],
  ] as const) {
    it(`is left to the Pulumi CLI where ${by} encrypts`, async () => {
      await assert.rejects(encrypt(text, backend), {
        code: "SECRETS_PROVIDER_UNSUPPORTED",
        message: `only the passphrase provider's secrets can be set here; this stack's are encrypted by ${by}`,
        next: "use the Pulumi CLI: pulumi config set --secret KEY",
      });
    });
  }
});
