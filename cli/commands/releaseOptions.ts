import type { Command } from "commander";
import { globalOptions } from "../globalOptions.ts";

/** The options that every release takes, whatever is released. */
export function withReleaseOptions(command: Command): Command {
  return command
    .option("-m, --message <text>", "why: kept in the record and in Pulumi's history")
    .option("-y, --yes", "do not ask, not even before prod")
    .option("--no-restore", "keep a failed state for study instead of going back")
    .option("--timeout <time>", "time for each rollout, e.g. 90s or 5m; past it the release has failed")
    .option("--wait [time]", "wait in line behind any other release, e.g. 20m (default 30m)")
    .option("--despite-freeze <reason>", "release though it is frozen (release freeze): kept in the record")
    .option("--emergency <reason>", "release though nobody has approved it (releases:approval): kept in the record")
    .option(
      "--keep-drift <field...>",
      "leave what somebody changed by hand: SERVICE or SERVICE.FIELD, as release drift shows it",
    )
    .option("--commit", "commit the stack file's change to git")
    .option("--push", "commit it, and push that; made anew where the branch has moved on meanwhile");
}

/** Loads what a verb needs, while Pulumi is asked for the stack's history. */
export async function besideHistory<T>(command: Command, load: () => Promise<T>): Promise<T> {
  const { beginHistory } = await import("../earlyHistory.ts");
  await beginHistory(globalOptions(command));
  return load();
}
