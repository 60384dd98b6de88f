import { Command } from "commander";
import { addAdoptCommand } from "./commands/adopt.ts";
import { addApprovalCommands } from "./commands/approval.ts";
import { addCanaryCommands } from "./commands/canary.ts";
import { addCiCommand } from "./commands/ci.ts";
import { addConfigCommands } from "./commands/config.ts";
import { addConsoleCommand } from "./commands/console.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addInitCommand } from "./commands/init.ts";
import { addFreezeCommands } from "./commands/freeze.ts";
import { addHistoryCommands } from "./commands/history.ts";
import { addReleaseCommands } from "./commands/release.ts";
import { addDriftCommand } from "./commands/drift.ts";
import { addLogsCommand } from "./commands/logs.ts";
import { addRbacCommand } from "./commands/rbac.ts";
import { addRecordCommand } from "./commands/record.ts";
import { addRecoverCommands } from "./commands/recover.ts";
import { addRenderCommands } from "./commands/render.ts";
import { addRunCommand } from "./commands/run.ts";
import { addSetCommand } from "./commands/set.ts";
import { addStatsCommand } from "./commands/stats.ts";
import { addStatusCommands } from "./commands/status.ts";
import { addWatchCommand } from "./commands/watch.ts";
import { addCompletionCommand } from "./commands/completion.ts";

/** The `release` command: one verb a file in cli/commands. */
export function releaseProgram(): Command {
  const program = new Command("release")
    .description("Zero-downtime releases on Kubernetes: roll out, watch, understand a failure, go back.")
    .option("-s, --stack <name>", "the stack, i.e. the environment (default: $PULUMI_STACK, or the only one)")
    .option("-C, --cwd <folder>", "run as if started in this folder")
    .option("--config-file <file>", "the stack's file (default: Pulumi.<stack>.yaml)")
    .option("--context <name>", "kubeconfig context (default: the stack's kubernetes:context, $KUBECONFIG, the lab)")
    .option("--kubeconfig <file>", "kubeconfig file")
    .option("--json", "one JSON value on stdout, progress as JSON lines on stderr")
    .showHelpAfterError("(release --help shows the verbs)")
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  release up website=v2                 release a version
  release up                            release what Pulumi.<stack>.yaml says
  release history --service website     what was released, by whom, how it ended
  release rollback website              back to the version before
  release promote staging prod website  take the proven version to prod

Exit codes: 0 done, 1 wrong use or config, 2 failed and rolled back, 3 failed and not rolled back,
            4 another release holds the lock, or it is frozen, 5 interrupted, 6 cluster or backend unreachable,
            7 proposed: others are to approve it first;
            of drift and status --exit-code: 10 something was changed by hand, 11 something is gone`,
    );
  addReleaseCommands(program);
  addCanaryCommands(program);
  addApprovalCommands(program);
  addSetCommand(program);
  addRunCommand(program);
  addStatusCommands(program);
  addDriftCommand(program);
  addLogsCommand(program);
  addWatchCommand(program);
  addConsoleCommand(program);
  addHistoryCommands(program);
  addRecordCommand(program);
  addFreezeCommands(program);
  addStatsCommand(program);
  addRecoverCommands(program);
  addAdoptCommand(program);
  addConfigCommands(program);
  addInitCommand(program);
  addCiCommand(program);
  addRenderCommands(program);
  addRbacCommand(program);
  addDoctorCommand(program);
  addCompletionCommand(program);
  return program;
}
