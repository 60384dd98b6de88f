import type { Command } from "commander";
import { UsageProblem } from "../../errors/problem.ts";

/** Shell completion: the verbs and their options, made from the program itself so that it cannot fall behind. */
export function addCompletionCommand(program: Command): void {
  program
    .command("completion <shell>")
    .summary("completion for bash, zsh or fish")
    .addHelpText(
      "after",
      "\nExamples:\n  source <(npx release completion bash)\n  npx release completion fish | source",
    )
    .action((shell: string) => {
      process.stdout.write(completionScript(shell, program));
    });
}

/** @throws UsageProblem SHELL_UNKNOWN */
export function completionScript(shell: string, program: Command): string {
  const verbs = program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary().replaceAll("'", "’"),
    words: [
      ...command.commands.map((inner) => inner.name()),
      ...new Set([command, ...command.commands].flatMap(optionsOf)),
    ],
  }));
  const globals = optionsOf(program);
  switch (shell) {
    case "bash":
    case "zsh":
      return `${shell === "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : ""}_release() {
  local word="\${COMP_WORDS[COMP_CWORD]}" verb="" candidate
  for candidate in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ $candidate == -* ]] || { verb=$candidate; break; }; done
  case "$verb" in
${verbs.map(({ name, words }) => `    ${name}) COMPREPLY=($(compgen -W "${[...words, ...globals].join(" ")}" -- "$word")) ;;`).join("\n")}
    *) COMPREPLY=($(compgen -W "${[...verbs.map(({ name }) => name), ...globals].join(" ")}" -- "$word")) ;;
  esac
}
complete -F _release release
`;
    case "fish":
      return `${verbs
        .flatMap(({ name, summary, words }) => [
          `complete -c release -n __fish_use_subcommand -f -a ${name} -d '${summary}'`,
          ...words.map((word) =>
            word.startsWith("--")
              ? `complete -c release -n '__fish_seen_subcommand_from ${name}' -l ${word.slice(2)}`
              : `complete -c release -n '__fish_seen_subcommand_from ${name}' -f -a ${word}`,
          ),
        ])
        .join("\n")}\n`;
    default:
      throw new UsageProblem({
        code: "SHELL_UNKNOWN",
        what: `there is no completion for "${shell}"`,
        next: "choose bash, zsh or fish",
      });
  }
}

function optionsOf(command: Command): string[] {
  return command.options.map((option) => option.long ?? "").filter((name) => name !== "");
}
