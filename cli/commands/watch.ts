import type { Command } from "commander";
import type { WatchOptions } from "../actions/watch.ts";

/** Releases what a branch says, as it goes on. */
export function addWatchCommand(program: Command): void {
  program
    .command("watch")
    .summary("follow a git branch, and the tags of images: release what is new")
    .description(
      "Releases what the branch asks for as it goes on, until it is stopped; a release that runs is seen through first. What failed is not tried again. Of several that watch the same stack one acts, and another takes over within 15 s.",
    )
    .option("--repository <url>", "the repository, as git clone takes it (default: this checkout's origin)")
    .option("--branch <name>", "the branch (default: the one that this checkout is on)")
    .option("--folder <path>", "the project's folder in the repository (default: this one's place in the checkout)")
    .option("--work <folder>", "where to keep the clone (default: a temporary folder)")
    .option("--interval <seconds>", "seconds between two looks", "10")
    .option("--each", "release each commit by itself, oldest first; default: the newest alone")
    .option(
      "--quiet-time <times...>",
      'release nothing then: "22:00-06:00", "fri 16:00-24:00", "08:00-09:00 Europe/Berlin"',
    )
    .option("--at-most <n/time>", "releases that may begin in a time, e.g. 6/1h")
    .option("--health-port <port>", "serve /healthz, /readyz and /metrics there; a POST to /look has it look at once")
    .addHelpText(
      "after",
      "\nExamples:\n  release watch --stack staging\n  release watch --stack prod --branch main --quiet-time 'fri 16:00-24:00' 'sat 00:00-24:00' --at-most 6/1h",
    )
    .action(async (options: WatchOptions, command: Command) => {
      await (await import("../actions/watch.ts")).watchStack(options, command);
    });
}
