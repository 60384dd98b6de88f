import type { Command } from "commander";
import type { InitOptions } from "../init/answers.ts";

/** A project of one's own, in one step. */
export function addInitCommand(program: Command): void {
  program
    .command("init [folder]")
    .summary("begin a project: stacks, program, template, tests; nothing that is there is overwritten")
    .option("--name <project>", "name of the project (default: the folder's)")
    .option("--service <name>", "name of the first service (default: web)")
    .option("--image <image:version>", "what it runs, e.g. registry.example/team/web:v1")
    .option("--owner <team>", "the team that owns it (default: the project's name)")
    .option("--stacks <name...>", "the stacks, i.e. environments (default: staging prod)")
    .option("--package <spec>", "where npm finds service-releases (default: where this one came from)")
    .option(
      "--as-template",
      "a template for `pulumi new` instead: what one project differs in from another is asked there",
    )
    .addHelpText(
      "after",
      `
Asks at a terminal for what no option says; elsewhere --image is needed. Sends nothing, installs nothing.

Examples:
  release init shop --image registry.example/team/web:v1
  release init . --name shop --service website --image localhost/web:v1 --owner web-team
  release init --as-template templates/website --image localhost/web:v1 && pulumi new ./templates/website`,
    )
    .action(async (folder: string | undefined, options: InitOptions, command: Command) => {
      await (await import("../actions/init.ts")).init(folder, options, command);
    });
}
