import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { parse, stringify } from "yaml";
import { releaseProgram } from "../../cli/program.ts";
import { checkedStack } from "../../components/checkedStack.ts";
import { readStackFile } from "../../components/config/stackFile.ts";
import type { StackConfig } from "../../components/config/stackConfig.ts";

const text = readFileSync(join(import.meta.dirname, "../../docs/grayscale.md"), "utf8");
type Config = Record<string, Record<string, Record<string, unknown>>>;
const shown = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, block = ""]) => {
  const file = parse(block) as { config?: Config } & Config;
  return file.config ?? file;
});
/** The first example is a whole stack; the others say more of it. */
const [whole = {}] = shown;

describe("docs/grayscale.md", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "docs-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function read(config: object): StackConfig {
    const file = join(folder, "Pulumi.staging.yaml");
    writeFileSync(file, stringify({ config }));
    return checkedStack(readStackFile(file));
  }

  it("shows stacks that are right, rules included", () => {
    assert.ok(shown.length >= 3, `${shown.length} examples`);
    for (const more of shown) {
      const services = Object.keys(more["releases:services"] ?? {});
      const base = whole["releases:services"]?.website ?? {};
      const routed = { ...base, route: { gateway: "main", hosts: ["www.example.com"] } };
      const all = Object.fromEntries(
        services.map((name) => [name, { ...routed, ...more["releases:services"]?.[name] }]),
      );
      const current = more["releases:current"] ?? Object.fromEntries(services.map((name) => [name, { version: "v1" }]));
      const blocks = services.length === 0 ? { website: routed } : all;
      const stack = read({ ...more, "releases:services": blocks, "releases:current": current });
      assert.ok(stack.services.length > 0);
    }
  });

  it("shows commands that there are, with options that they have", async () => {
    const lines = [...text.matchAll(/^npx release (.*?)(?: +#.*)?$/gm)].map(([, line = ""]) => line);
    assert.ok(lines.length >= 7, `${lines.length} commands`);
    for (const line of lines) {
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
      const program = releaseProgram();
      let called = false;
      silence(program, () => (called = true));
      await program.parseAsync(words, { from: "user" });
      assert.ok(called, line);
    }
  });
});

function silence(command: Command, called: () => void): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  for (const verb of command.commands) {
    if (verb.commands.length === 0) verb.action(called);
    silence(verb, called);
  }
}
