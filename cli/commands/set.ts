import type { Command } from "commander";
import type { SetOptions } from "../actions/set.ts";

/** What a service's pipeline says at its end: nothing is released by it. */
export function addSetCommand(program: Command): void {
  program
    .command("set <targets...>")
    .summary("write SERVICE=VERSION into the stack's file, and commit and push that; releases nothing")
    .description(
      "Writes only the versions named into Pulumi.<stack>.yaml, comments and order kept; needs no cluster.\n" +
        "Never sets again what was rolled back: git's history is asked, and the cluster's records where it answers.",
    )
    .option("--commit", "commit the file, and it alone")
    .option("--push", "commit upon the upstream's branch and push that, whatever stands in the checkout")
    .option("--even-if-rolled-back", "set a version again that a rollback has left, or whose release was taken back")
    .option("-m, --message <text>", "why: kept in the commit")
    .addHelpText(
      "after",
      `
Examples:
  release set website=v2 --stack staging
  release set website=v2 docs=v7 --push            one commit; many pipelines at once lose none
  release set website=$SHA --stack staging --push -m "$TITLE"`,
    )
    .action(async (targets: string[], options: SetOptions, command: Command) => {
      await (await import("../actions/set.ts")).setVersion(targets, options, command);
    });
}
