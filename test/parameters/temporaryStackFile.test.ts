import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { inTemporaryStackFile } from "../../parameters/temporaryStackFile.ts";

describe("a stack's file for one run", () => {
  it("holds the text, for this user alone, under the name that Pulumi expects", async () => {
    const file = await inTemporaryStackFile("staging", "config: {}\n", (configFile) => {
      assert.equal(readFileSync(configFile, "utf8"), "config: {}\n");
      assert.equal(statSync(configFile).mode & 0o777, 0o600);
      assert.equal(basename(configFile), "Pulumi.staging.yaml");
      return Promise.resolve(configFile);
    });
    assert.equal(existsSync(dirname(file)), false);
  });

  it("is gone after a failure too, and nothing waits for the process to end", async () => {
    const listeners = process.listenerCount("exit");
    let folder = "";
    await assert.rejects(
      inTemporaryStackFile("staging", "", (configFile) => {
        folder = dirname(configFile);
        return Promise.reject(new Error("no"));
      }),
      /no/,
    );
    assert.equal(existsSync(folder), false);
    assert.equal(process.listenerCount("exit"), listeners);
  });
});
