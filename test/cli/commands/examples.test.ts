import assert from "node:assert/strict";
import type { Command } from "commander";
import { releaseProgram } from "../../../cli/program.ts";

function verbs(command: Command, path: string[] = []): { path: string; help: string }[] {
  return command.commands.flatMap((verb) => {
    const name = [...path, verb.name()];
    let help = "";
    verb.configureOutput({ writeOut: (text) => (help += text) });
    verb.outputHelp();
    return [{ path: name.join(" "), help }, ...verbs(verb, name)];
  });
}

describe("the help of every verb", () => {
  for (const { path, help } of verbs(releaseProgram())) {
    it(`shows how it is used: ${path}`, () => {
      assert.match(help, new RegExp(`\nExamples:\n(.*\n)* {2}.*release ${path.split(" ")[0] ?? ""}`));
    });
  }
});
