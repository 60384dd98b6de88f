import type { Command } from "commander";

/** What waits for others on a stack that asks for them (`releases:approval`). */
export function addApprovalCommands(program: Command): void {
  program
    .command("proposals [id]")
    .summary("releases that wait for others to approve them; one in full, with what it would change")
    .description("The last letters of an id are enough where they fit only one proposal.")
    .option("--all", "those that are over too: carried out, withdrawn, expired")
    .addHelpText(
      "after",
      "\nExamples:\n  release proposals --stack prod\n  release proposals k3f2\n  release proposals --all --json",
    )
    .action(async (id: string | undefined, options: { all?: boolean }, command: Command) => {
      await (await import("../actions/approval.ts")).showProposals(id, options, command);
    });

  program
    .command("approve <id>")
    .summary("say yes to a release that others have proposed")
    .description(
      "For members of the group that releases:approval names, as the API server sees them; never for whoever proposed it.\n" +
        "Nothing is released by it: release up --proposal ID does that, once enough have approved.",
    )
    .option("-m, --message <text>", "kept with the approval, and in the record")
    .addHelpText(
      "after",
      "\nExamples:\n  release approve k3f2 --stack prod\n  release approve k3f2 -m 'seen on staging'",
    )
    .action(async (id: string, options: { message?: string }, command: Command) => {
      await (await import("../actions/approval.ts")).approveOne(id, options, command);
    });

  program
    .command("withdraw <id>")
    .summary("take back what is proposed; whoever may release may do so")
    .option("-m, --message <text>", "why: kept with the proposal")
    .addHelpText("after", "\nExamples:\n  release withdraw k3f2 -m 'v3 is out'")
    .action(async (id: string, options: { message?: string }, command: Command) => {
      await (await import("../actions/approval.ts")).withdrawOne(id, options, command);
    });
}
