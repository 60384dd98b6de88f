import { Option, type Command } from "commander";
import { changeKinds, type ChangeKind } from "../../parameters/changeKinds.ts";
import { addConfigEditCommands } from "./configSet.ts";

/** The configuration: what is in force, whether it holds, and its schema. None of these needs a cluster. */
export function addConfigCommands(program: Command): void {
  const config = program
    .command("config")
    .summary("show, check, change or describe the stack's configuration; needs no cluster")
    .addHelpText(
      "after",
      "\nExamples:\n  release config show website --stack staging\n  release config set services.website.replicas 4\n  release config check",
    );
  addConfigEditCommands(config);

  config
    .command("show <service>")
    .summary("a service's effective parameters, and where each comes from (default, template, basic, release)")
    .addHelpText("after", "\nExamples:\n  release config show website --stack staging")
    .action(async (name: string, _options: unknown, command: Command) => {
      (await import("../actions/config.ts")).showConfig(name, command);
    });

  config
    .command("check")
    .summary("report everything that is wrong, rules included; exit 1 if anything is")
    .addHelpText("after", "\nExamples:\n  release config check --stack prod")
    .action(async (_options: unknown, command: Command) => {
      (await import("../actions/config.ts")).checkConfig(command);
    });

  config
    .command("diff <ref>")
    .summary("which parameters differ from a commit: basic or release ones, of which services, and whose they are")
    .addOption(new Option("--only <kind>", "exit 1 if there are others than these").choices(changeKinds))
    .addHelpText(
      "after",
      "\nHeld against the commit where this checkout and REF parted. Basic parameters are what a service is, release\nparameters what runs, in whichever file they stand.\n\nExamples:\n  release config diff main\n  release config diff origin/main --only release    for a bot that may release and nothing else\n  release config diff main --json | jq -r '.owners[]'",
    )
    .action(async (ref: string, options: { only?: ChangeKind }, command: Command) => {
      (await import("../actions/configDiff.ts")).diffConfig(ref, options, command);
    });

  config
    .command("schema")
    .summary("write the JSON Schemas that editors complete from to schema/: of a stack's file, of a service's")
    .option("--check", "only compare; exit 1 if one is out of date")
    .addHelpText("after", "\nExamples:\n  release config schema\n  release config schema --check")
    .action(async (options: { check?: boolean }, command: Command) => {
      await (await import("../actions/config.ts")).writeSchema(options, command);
    });
}
