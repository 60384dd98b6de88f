import type { Command } from "commander";
import { schemaFile } from "../schemaFile.ts";
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
    .command("schema")
    .summary(`write the JSON Schema that editors complete from to ${schemaFile}`)
    .option("--check", "only compare; exit 1 if the file is out of date")
    .addHelpText("after", "\nExamples:\n  release config schema\n  release config schema --check")
    .action(async (options: { check?: boolean }, command: Command) => {
      await (await import("../actions/config.ts")).writeSchema(options, command);
    });
}
