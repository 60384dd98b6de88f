import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseStackText, readStackFile, secretMarker } from "../../../components/config/stackFile.ts";
import { problemOf } from "../../problemOf.ts";

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "stack-file-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe("readStackFile", () => {
  it("reads a stack without its passphrase: secrets are known by name only", () => {
    const folder = folderWith({
      "Pulumi.staging.yaml": [
        "encryptionsalt: v1:abc",
        "config:",
        "  releases:namespace: shop",
        "  releases:services: { web: { template: website } }",
        "  releases:current: { web: { version: v1 } }",
        "  releases:dbPassword: { secure: v1:xyz }",
        "  releases:notSecret: hunter2",
        "",
      ].join("\n"),
    });
    const raw = readStackFile(join(folder, "Pulumi.staging.yaml"));
    assert.equal(raw.stack, "staging");
    assert.equal(raw.namespace, "shop");
    assert.deepEqual(raw.services, { web: { template: "website" } });
    assert.deepEqual(raw.current, { web: { version: "v1" } });
    assert.deepEqual(raw.secretKeys, ["dbPassword"]);
    assert.ok(raw.plainKeys?.includes("notSecret"));
  });

  it("names the stacks there are when asked for another", () => {
    const folder = folderWith({ "Pulumi.staging.yaml": "", "Pulumi.prod.yaml": "", "Pulumi.yaml": "" });
    const problem = problemOf(() => readStackFile(join(folder, "Pulumi.stagin.yaml")));
    assert.equal(problem.code, "STACK_UNKNOWN");
    assert.equal(problem.message, 'there is no stack "stagin": Pulumi.stagin.yaml cannot be read');
    assert.deepEqual(problem.details, ['did you mean "staging"?']);
    const far = problemOf(() => readStackFile(join(folder, "Pulumi.qa.yaml")));
    assert.deepEqual(far.details, ["allowed: prod, staging"]);
  });

  it("says what is wrong with a file whose aliases come to too much", () => {
    const names = "abcdefghij".split("");
    const bomb = names.map((name, index) => {
      const inner =
        index === 0
          ? '"x"'
          : Array(10)
              .fill(`*${names[index - 1]!}`)
              .join(", ");
      return `  releases:${name}: &${name} [${inner}]`;
    });
    const problem = problemOf(() => parseStackText("/app/Pulumi.staging.yaml", `config:\n${bomb.join("\n")}\n`));
    assert.deepEqual([problem.code, problem.where, problem.exitCode], ["YAML_INVALID", "/app/Pulumi.staging.yaml", 1]);
    assert.deepEqual(problem.details, ["Excessive alias count indicates a resource exhaustion attack"]);
  });

  it("says in which line and column a file is no YAML", () => {
    const problem = problemOf(() => parseStackText("/app/Pulumi.staging.yaml", "config:\n  a: [1\n  b: 2\n"));
    assert.equal(problem.code, "YAML_INVALID");
    assert.equal(problem.where, "/app/Pulumi.staging.yaml");
    assert.match(problem.details[0] ?? "", /^line 3, column \d+: /);
  });

  it("refuses two services on one name", () => {
    const text = "config:\n  releases:services:\n    web: {}\n    web: {}\n";
    const problem = problemOf(() => parseStackText("Pulumi.staging.yaml", text));
    assert.deepEqual(problem.details, ['line 4, column 5: "web" stands twice in one map']);
  });

  it("keeps the keys of other programs, with secrets marked", () => {
    const text = "config:\n  kubernetes:context: lab\n  other:token: { secure: abc }\n";
    const { config } = parseStackText("Pulumi.staging.yaml", text);
    assert.deepEqual(config, { "kubernetes:context": "lab", "other:token": secretMarker });
  });

  it("refuses a config that is no map", () => {
    assert.equal(problemOf(() => parseStackText("Pulumi.staging.yaml", "config: 5\n")).code, "CONFIG_INVALID");
  });
});
