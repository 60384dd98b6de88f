import type { Command } from "commander";
import { besideHistory, withReleaseOptions } from "./releaseOptions.ts";

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

  withReleaseOptions(canary.command("next [services...]"))
    .summary("take the next step now, and walk on from there; after the last it is promoted")
    .addHelpText("after", "\nExamples:\n  release canary next website -m 'looks well'")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).nextStep(services, command);
    });

  withReleaseOptions(canary.command("resume [services...]"))
    .summary("walk on from the step that stands: after a pause, a Ctrl-C, a lost connection")
    .addHelpText("after", "\nExamples:\n  release canary resume website")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).resumeCanary(services, command);
    });

  withReleaseOptions(canary.command("pause [services...]"))
    .summary("take no further step by itself, whoever walks it; nothing moves")
    .addHelpText("after", "\nExamples:\n  release canary pause website -m 'until the campaign is over'")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).pauseCanary(services, command);
    });

  withReleaseOptions(canary.command("promote [services...]"))
    .summary("its version to everybody now: the stable pods first, then the traffic, then the canary goes")
    .addHelpText("after", "\nExamples:\n  release canary promote website -m 'seen enough'")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).promoteCanary(services, command);
    });

  withReleaseOptions(canary.command("abort [services...]"))
    .summary("the traffic away from it, then its pods")
    .addHelpText("after", "\nExamples:\n  release canary abort website -m 'carts are lost'")
    .action(async (services: string[], _options: unknown, command: Command) => {
      await (await actionsOn(command)).abortCanary(services, command);
    });
}

/** What the verbs do is loaded when one is asked for. */
function actionsOn(command: Command): Promise<typeof import("../actions/canary.ts")> {
  return besideHistory(command, () => import("../actions/canary.ts"));
}
