import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serializeCheckpoint } from "../../../../release/engine/embedded/checkpoint.ts";
import { parseCheckpoint } from "../../../../release/engine/embedded/readCheckpoint.ts";
import { openCrypter } from "../../../../release/engine/embedded/secrets.ts";
import type { Crypter } from "../../../../release/engine/embedded/secrets.ts";
import { goldenDir, goldenPassphrase } from "../support.ts";

const historyDir = join(goldenDir, "state/dot-pulumi/history/golden/prod");
const files = readdirSync(historyDir).filter((name) => name.endsWith(".checkpoint.json"));

describe("A checkpoint", function () {
  this.timeout(10_000);
  let crypter: Crypter;
  before(async () => {
    const salt = /encryptionsalt: (.*)/.exec(readFileSync(join(goldenDir, "Pulumi.prod.yaml"), "utf8"))?.[1] ?? "";
    crypter = await openCrypter(goldenPassphrase, salt, "the golden stack");
  });

  for (const file of files) {
    it(`of the Pulumi CLI is written byte for byte as it was read: ${file}`, () => {
      const text = readFileSync(join(historyDir, file), "utf8");
      const { time, version } = (
        JSON.parse(text) as { checkpoint: { latest: { manifest: { time: string; version: string } } } }
      ).checkpoint.latest.manifest;
      const deployment = parseCheckpoint(text, file).decrypt(crypter);
      const head = { version, stack: "organization/golden/prod", time: new Date(time) };
      const written = serializeCheckpoint(deployment, head, crypter);
      // Go writes nanoseconds.
      assert.equal(written.replace(/"time":"[^"]*"/, `"time":"${time}"`), text);
    });
  }

  it("holds no secret in plain text", () => {
    const text = readFileSync(join(goldenDir, "state/dot-pulumi/stacks/golden/prod.json"), "utf8");
    const deployment = parseCheckpoint(text, "prod.json").decrypt(crypter);
    assert.ok(JSON.stringify(deployment).includes("czNjcmV0LXRva2Vu"), "the secret is there once decrypted");
    const written = serializeCheckpoint(
      deployment,
      { version: "v3.0.0", stack: "organization/golden/prod", time: new Date(0) },
      crypter,
    );
    assert.ok(!written.includes("czNjcmV0LXRva2Vu"));
  });

  it("keeps fields this engine does not know", () => {
    const text =
      '{"version":3,"checkpoint":{"stack":"organization/p/s","latest":{"manifest":{},"resources":[{"urn":"u","custom":true,"type":"t","hideDiff":["a"],"novelty":{"x":1}}],"metadata":{"kept":true}}}}';
    const written = serializeCheckpoint(
      parseCheckpoint(text, "s.json").decrypt(undefined),
      { version: "v3", stack: "organization/p/s", time: new Date(0) },
      undefined,
    );
    assert.match(
      written,
      /"resources":\[\{"urn":"u","custom":true,"type":"t","hideDiff":\["a"\],"novelty":\{"x":1\}\}\]/,
    );
    assert.match(written, /"metadata":\{"kept":true\}/);
  });

  it("of another format or secrets provider is refused, naming the pulumi engine", () => {
    const problems = [
      ['{"version":5}', "the stack's state has version 5; known is 3"],
      [
        '{"version":4,"features":["snippets"],"checkpoint":{}}',
        "the stack's state has version 4 with snippets; known is 3",
      ],
      [
        '{"version":3,"checkpoint":{"latest":{"secrets_providers":{"type":"cloud"}}}}',
        'the state\'s secrets are kept by "cloud"; known is "passphrase"',
      ],
      ["{", "the stack's state is not JSON"],
    ] as const;
    for (const [text, message] of problems) {
      assert.throws(() => parseCheckpoint(text, "s.json"), { code: "STATE_UNREADABLE", message });
    }
  });
});
