import { Option, type Command } from "commander";
import { helmChoices } from "../../release/adopt/helmChoices.ts";
import type { AdoptOptions } from "../actions/adopt.ts";

/** What runs already, made by kubectl or helm, becomes services of the stack. */
export function addAdoptCommand(program: Command): void {
  program
    .command("adopt [workloads...]")
    .summary("take over what runs already, made by kubectl or helm, as it is")
    .description(
      "Writes Deployments, with their Services, routes, autoscalers, budgets and accounts, and CronJobs as services into\n" +
        "the stack's file, shows field by field what that changes on the cluster, and takes them over: names, selectors\n" +
        "and pods stay.\n" +
        "Without names: all that the namespace has.",
    )
    .option("-n, --namespace <name>", "where they run (default: the stack's namespace)")
    .option("--template <name>", "the template of all of them (default: of each, the one that leaves least to say)")
    .addOption(
      new Option(
        "--helm <what>",
        "what becomes of helm's record: it no longer names what is taken over (withdraw), it goes (remove), it is left",
      )
        .choices(helmChoices)
        .default("withdraw"),
    )
    .option("--undo", "let go of what was adopted: no pod is touched, helm has its record back")
    .option("-m, --message <text>", "why: kept in the record")
    .option("--despite-freeze <reason>", "though the stack is frozen (release freeze): kept in the record")
    .option("-y, --yes", "do not ask")
    .option("--dry-run", "show what would be written and changed, and stop")
    .addHelpText(
      "after",
      `
Examples:
  release adopt --namespace shop --dry-run        what would come of it
  release adopt web api --namespace shop
  release adopt --namespace shop --helm remove    helm is to know nothing of it any more
  release adopt web --undo`,
    )
    .action(async (workloads: string[], options: AdoptOptions, command: Command) => {
      const actions = await import("../actions/adopt.ts");
      await (options.undo === true
        ? actions.undoAdopt(workloads, options, command)
        : actions.adoptWorkloads(workloads, options, command));
    });
}
