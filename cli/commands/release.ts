import type { Command } from "commander";
import type { RollbackOptions } from "../actions/release.ts";
import { besideHistory, withReleaseOptions } from "./releaseOptions.ts";

/** The verbs that release. Each only says which parameters it wants; the process is the same for all. */
export function addReleaseCommands(program: Command): void {
  removing(releasing(program.command("up [targets...]")))
    .option("--canary", "a share of the traffic first, step by step (releases:services.SERVICE.canary)")
    .option("--supersede", "with --canary: abort another version's canary first")
    .option("--proposal <id>", "carry out what others have approved (release proposals), as it was proposed")
    .summary("release services: SERVICE=VERSION, SERVICE, a group, or all that the stack's file says")
    .description(
      "Releases the named services, or the whole stack as its file stands.\n" +
        "check -> plan -> apply -> roll out -> verify -> record; on failure evidence -> restore.",
    )
    .addHelpText(
      "after",
      `
Examples:
  release up                              what the stack's file says
  release up website=v2                   one service to a new version
  release up website=v2 docs=v7 -m "new nav"
  release up --dry-run website=v2         what would change, nothing touched
  release up website=v2 --no-restore      keep a failure for study
  release up website=v2 --canary          by the steps of its canary, with evidence before each
  release up --proposal k3f2              what others have approved (release proposals)
  release up --remove docs                drain docs and take it out; its volumes and secrets stay`,
    )
    .action(async (targets: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).up(targets, command);
    });

  removing(releasing(program.command("preview [targets...]")))
    .summary("what `release up` would change, property by property")
    .addHelpText("after", "\nExamples:\n  release preview\n  release preview website=v3 --stack prod")
    .action(async (targets: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).preview(targets, command);
    });

  releasing(program.command("rollback [services...]"))
    .summary("back to the version and configuration before")
    .description(
      "Releases the parameters of an earlier good release: the one before, or the one named with --to.\n" +
        "Never goes by itself to what a rollback has left before, nor to the same with another restart stamp.",
    )
    .option("--to <id>", "the release to go back to")
    .option("--all", "every service of the stack")
    .option("--group <name>", "every service of a group")
    .addHelpText(
      "after",
      `
Examples:
  release rollback website
  release rollback website --to 20261122-013005-k3f2 -m "v2 loses carts"
  release rollback --group sites

With --group and --all, services that have nothing to go back to stay as they are.`,
    )
    .action(async (services: string[], options: RollbackOptions, command: Command) => {
      await (await actionsOn(command)).rollback(services, options, command);
    });

  releasing(program.command("resubmit <id>"))
    .summary("the parameters of a past release, once more")
    .description("For a failure that lay outside, or when pods must pick up what changed around them.")
    .addHelpText(
      "after",
      "\nExamples:\n  release resubmit 20261122-013005-k3f2 -m 'the registry is back'\n  release resubmit k3f2 --stack staging",
    )
    .action(async (id: string, _options: unknown, command: Command) => {
      await (await actionsOn(command)).resubmit(id, command);
    });

  releasing(program.command("restart <services...>"))
    .summary("make every pod new, by the same rolling update as a release")
    .addHelpText(
      "after",
      "\nExamples:\n  release restart website\n  release restart website docs -m 'new certificates'",
    )
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).restart(services, command);
    });

  releasing(program.command("promote <from> <to> [services...]"))
    .summary("take versions that serve well in one stack to another")
    .addHelpText(
      "after",
      "\nExamples:\n  release promote staging prod\n  release promote staging prod website -m 'after a week'",
    )
    .action(async (from: string, to: string, services: string[], _options: unknown, command: Command) => {
      await (await actions()).promote(from, to, services, command);
    });
}

/** What the verbs do is loaded when one is asked for. */
function actions(): Promise<typeof import("../actions/release.ts")> {
  return import("../actions/release.ts");
}

/** The same, while Pulumi is asked for the stack's history. */
function actionsOn(command: Command): Promise<typeof import("../actions/release.ts")> {
  return besideHistory(command, actions);
}

function removing(command: Command): Command {
  return command
    .option("--remove <service...>", "services that leave the stack: drained, recorded, back with rollback")
    .option("--with-data", "their volumes and secrets go too, for good");
}

function releasing(command: Command): Command {
  return withReleaseOptions(command)
    .option("--dry-run", "show what would change and stop")
    .option("--plan <digest>", "release only what --dry-run --json showed: its planDigest")
    .option("--force", "try again what failed before unchanged (needs -m)")
    .option("--skip-jobs", "leave out the jobs of the services named (needs -m)")
    .option("--force-restore", "go back even where a job stands in the way, undoing nothing (needs -m)")
    .option("--force-conflicts", "take over fields that another manager (kubectl edit …) has set since")
    .option("--empty-volume <claim...>", "make this lost volume anew, empty");
}
