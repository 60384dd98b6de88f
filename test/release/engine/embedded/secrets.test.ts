import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { UsageProblem } from "../../../../errors/problem.ts";
import { findPassphrase, newCrypter, openCrypter } from "../../../../release/engine/embedded/secrets.ts";
import type { Crypter } from "../../../../release/engine/embedded/secrets.ts";

const goldenSalt = "v1:U0/XiDinqCI=:v1:kHPOWnfEhON7I7oA:2kfOtXRK/JWkAZXS8wFOF9Tff7ebJQ==";
const goldenToken = "v1:y5zwotCPnbyTn9+M:LFa4SEBz4qm93izYadS/wUwbYPVBtAog3T4iog==";

describe("The passphrase secrets", function () {
  this.timeout(10_000);
  let golden: Crypter;
  before(async () => {
    golden = await openCrypter("golden", goldenSalt, "Pulumi.prod.yaml");
  });

  it("decrypt what the Pulumi CLI encrypted", () => {
    assert.equal(golden.decrypt(goldenToken), "s3cret-token");
  });

  it("refuse a wrong passphrase, naming the file and the variable", async () => {
    await assert.rejects(openCrypter("guess", goldenSalt, "/p/Pulumi.prod.yaml"), (error: unknown) => {
      assert.ok(error instanceof UsageProblem);
      assert.equal(error.code, "PASSPHRASE_WRONG");
      assert.equal(error.where, "/p/Pulumi.prod.yaml");
      assert.match(error.next ?? "", /PULUMI_CONFIG_PASSPHRASE/);
      return true;
    });
  });

  it("refuse a salt that is none", async () => {
    await assert.rejects(openCrypter("golden", "v1:abc", "Pulumi.prod.yaml"), { code: "ENCRYPTIONSALT_INVALID" });
  });

  it("are opened again by the salt they were made with", async () => {
    const fresh = await newCrypter("correct horse");
    const again = await openCrypter("correct horse", fresh.encryptionSalt, "Pulumi.new.yaml");
    assert.equal(again.decrypt(fresh.encrypt("battery")), "battery");
  });

  it("give back any text they were given, each time in another ciphertext", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const ciphertext = golden.encrypt(text);
        assert.equal(golden.decrypt(ciphertext), text.toWellFormed());
        assert.notEqual(golden.encrypt(text), ciphertext);
      }),
    );
  });

  it("refuse a ciphertext that was changed", () => {
    const [version, nonce, body = ""] = golden.encrypt("text").split(":");
    const changed = Buffer.from(body, "base64").map((byte, index) => (index === 0 ? byte ^ 1 : byte));
    assert.throws(() => golden.decrypt([version, nonce, Buffer.from(changed).toString("base64")].join(":")));
  });
});

describe("The passphrase", () => {
  it("comes from the environment, an empty one too", async () => {
    assert.equal(await findPassphrase({ PULUMI_CONFIG_PASSPHRASE: "" }), "");
  });

  it("comes from a file, without the line's end", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "release-passphrase-")), "passphrase");
    writeFileSync(file, "hunter2\n");
    assert.equal(await findPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: file }), "hunter2");
  });

  it("is absent when nothing names one", async () => {
    assert.equal(await findPassphrase({}), undefined);
  });

  it("is a problem when its file cannot be read", async () => {
    await assert.rejects(findPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: "/no/such/file" }), {
      code: "PASSPHRASE_MISSING",
    });
  });
});
