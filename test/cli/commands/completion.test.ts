import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Command } from "commander";
import { completionScript } from "../../../cli/commands/completion.ts";

function program(): Command {
  const release = new Command("release").option("--json");
  release.command("up").summary("it's a release").option("--yes");
  const config = release.command("config");
  config.command("show");
  config.command("set").option("--secret");
  return release;
}

describe("shell completion", () => {
  it("completes verbs, inner verbs and the options of both in bash", () => {
    const script = `${completionScript("bash", program())}
complete_for() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _release; echo "\${COMPREPLY[*]}"; }
complete_for release u
complete_for release up --y
complete_for release config ""`;
    const said = execFileSync("bash", ["-c", script], { encoding: "utf8" });
    assert.equal(said, "up\n--yes\nshow set --secret --json\n");
  });

  it("describes the verbs in fish", () => {
    const [first] = completionScript("fish", program()).split("\n");
    assert.equal(first, "complete -c release -n __fish_use_subcommand -f -a up -d 'it’s a release'");
  });

  it("names the shells there are", () => {
    assert.throws(() => completionScript("tcsh", program()), {
      code: "SHELL_UNKNOWN",
      message: 'there is no completion for "tcsh"',
    });
  });
});
