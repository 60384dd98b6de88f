import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openCrypter } from "../../../release/engine/embedded/secrets.ts";
import type { Crypter } from "../../../release/engine/embedded/secrets.ts";
import type { Engine } from "../../../release/engine/engine.ts";
import { useLab, useNamespace } from "../support.ts";
import { normalizedResources } from "../../release/engine/normalize.ts";
import { engineOf, goldenDir, goldenPassphrase, inNamespace, testProject } from "../../release/engine/support.ts";
import type { TestProject } from "../../release/engine/support.ts";

const historyDir = join(goldenDir, "state/dot-pulumi/history/golden/prod");
const golden = readdirSync(historyDir)
  .filter((name) => name.endsWith(".history.json"))
  .sort()
  .map((name) => ({
    history: JSON.parse(readFileSync(join(historyDir, name), "utf8")) as {
      message: string;
      result: string;
      resourceChanges: Record<string, number>;
    },
    checkpoint: JSON.parse(
      readFileSync(join(historyDir, name.replace(".history.", ".checkpoint.")), "utf8"),
    ) as unknown,
  }));
const updates = [
  { version: "v1", greeting: undefined },
  { version: "v2", greeting: undefined },
  { version: "v2", greeting: "good evening" },
  { version: "crash", greeting: "good evening" },
  { version: "v2", greeting: "good evening" },
];

describe("The embedded engine, in the five updates that the Pulumi CLI made", function () {
  this.timeout(60_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "golden");
  let project: TestProject;
  let engine: Engine;
  let crypter: Crypter;

  before(async () => {
    project = testProject();
    engine = await engineOf(project, () => inNamespace(cluster(), namespace()));
    const salt = /encryptionsalt: (.*)/.exec(project.read("Pulumi.prod.yaml"))?.[1] ?? "";
    crypter = await openCrypter(goldenPassphrase, salt, "the golden stack");
  });
  after(() => {
    project.remove();
  });

  for (const [index, { history, checkpoint }] of golden.entries()) {
    it(`${index + 1}. "${history.message}" ends ${history.result} and leaves the state the CLI left`, async () => {
      project.configure(updates[index]!);
      const result = await engine.up({ message: history.message });
      assert.equal(result.result, history.result, JSON.stringify(result.failures));
      assert.deepEqual(
        normalizedResources(project.state(), crypter, namespace()),
        normalizedResources(checkpoint, crypter, "default"),
      );
      const [newest] = await engine.history();
      assert.deepEqual(newest?.resourceChanges, history.resourceChanges);
      assert.equal(newest.message, history.message);
      assert.equal(newest.result, history.result);
    });
  }

  it("a refresh after that finds no drift", async () => {
    const { result, steps } = await engine.refresh({ message: "refresh" });
    assert.equal(result, "succeeded");
    assert.deepEqual(
      steps.filter(({ operation }) => operation !== "same"),
      [],
    );
    assert.deepEqual(
      (await engine.up({ message: "again" })).steps.filter(({ operation }) => operation !== "same"),
      [],
    );
  });
});
