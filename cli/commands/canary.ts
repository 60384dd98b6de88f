import type { Command } from "commander";
import { globalOptions } from "../globalOptions.ts";

/** A canary that stands: how it goes, and what becomes of it. */
export function addCanaryCommands(program: Command): void {
  const canary = program
    .command("canary")
    .summary("a release to a share of the traffic: where it stands, on, back, all of it")
    .description("Begun by `release up SERVICE=VERSION --canary`. Without a service: every canary of the stack.")
    .addHelpText(
      "after",
      "\nExamples:\n  release up website=v2 --canary       begin, and walk the steps\n  release canary status\n  release canary next website          the next step now\n  release canary promote website       to everybody now\n  release canary abort website -m 'carts are lost'",
    );

  canary
    .command("status [services...]")
    .summary("where each canary stands, since when, by whom")
    .addHelpText("after", "\nExamples:\n  release canary status --stack prod\n  release canary status website --json")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await import("../actions/canaryStatus.ts")).showCanaries(services, command);
    });

  acting(canary.command("next [services...]"))
    .summary("take the next step now, and walk on from there; after the last it is promoted")
    .addHelpText("after", "\nExamples:\n  release canary next website -m 'looks well'")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).nextStep(services, command);
    });

  acting(canary.command("resume [services...]"))
    .summary("walk on from the step that stands: after a pause, a Ctrl-C, a lost connection")
    .addHelpText("after", "\nExamples:\n  release canary resume website")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).resumeCanary(services, command);
    });

  acting(canary.command("pause [services...]"))
    .summary("take no further step by itself, whoever walks it; nothing moves")
    .addHelpText("after", "\nExamples:\n  release canary pause website -m 'until the campaign is over'")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).pauseCanary(services, command);
    });

  acting(canary.command("promote [services...]"))
    .summary("its version to everybody now: the stable pods first, then the traffic, then the canary goes")
    .addHelpText("after", "\nExamples:\n  release canary promote website -m 'seen enough'")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).promoteCanary(services, command);
    });

  acting(canary.command("abort [services...]"))
    .summary("the traffic away from it, then its pods")
    .addHelpText("after", "\nExamples:\n  release canary abort website -m 'carts are lost'")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).abortCanary(services, command);
    });
}

/** What the verbs do is loaded when one is asked for, while Pulumi is asked for the stack's history. */
async function actionsOn(command: Command): Promise<typeof import("../actions/canary.ts")> {
  const { beginHistory } = await import("../earlyHistory.ts");
  await beginHistory(globalOptions(command));
  return import("../actions/canary.ts");
}

function acting(command: Command): Command {
  return command
    .option("-m, --message <text>", "why: kept in the record and in Pulumi's history")
    .option("-y, --yes", "do not ask, not even before prod")
    .option("--no-restore", "keep a failed state for study instead of going back")
    .option("--timeout <time>", "time for each rollout, e.g. 90s or 5m; past it the release has failed")
    .option("--wait [time]", "wait in line behind any other release, e.g. 20m (default 30m)")
    .option("--despite-freeze <reason>", "though it is frozen (release freeze): kept in the record")
    .option("--keep-drift <field...>", "leave what somebody changed by hand: SERVICE or SERVICE.FIELD")
    .option("--commit", "commit each change of the stack file to git");
}
