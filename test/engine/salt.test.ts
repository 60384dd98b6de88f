import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addedSalt, withStackFile } from "../../engine/salt.ts";

describe("the salt of a stack's file", () => {
  const salt = "encryptionsalt: v1:abc\n";
  const files = (own: string, named: string) => {
    const folder = mkdtempSync(join(tmpdir(), "salt-"));
    const paths = { own: join(folder, "Pulumi.staging.yaml"), named: join(folder, "named.yaml") };
    writeFileSync(paths.own, own);
    writeFileSync(paths.named, named);
    return paths;
  };

  it("is the stack's, where its configuration is taken from another file", async () => {
    const paths = files("config: {}\n", "config: { a: b }\n");
    await withStackFile(paths, "staging", ({ path }) => {
      assert.equal(readFileSync(path, "utf8"), "config: { a: b }\n");
      writeFileSync(path, `${readFileSync(path, "utf8")}${salt}`);
      return Promise.resolve();
    });
    assert.equal(readFileSync(paths.own, "utf8"), `config: {}\n${salt}`);
    assert.equal(readFileSync(paths.named, "utf8"), "config: { a: b }\n");
  });

  it("is given to another file that was read before there was one", async () => {
    const paths = files(`config: {}\n${salt}`, "config: { a: b }");
    const seen = await withStackFile(paths, "staging", ({ path }) => Promise.resolve(readFileSync(path, "utf8")));
    assert.equal(seen, `config: { a: b }\n${salt}`);
    assert.equal(readFileSync(paths.own, "utf8"), `config: {}\n${salt}`);
  });

  it("is no change of somebody else's", () => {
    assert.equal(addedSalt("config: {}", `config: {}\n${salt}`), salt);
    assert.equal(addedSalt("config: {}\n", "config: {}\n"), "");
    assert.equal(addedSalt("config: {}\n", `config: { a: b }\n${salt}`), undefined);
    assert.equal(addedSalt("config: {}\n", "config: {}\n# edited\n"), undefined);
  });
});
