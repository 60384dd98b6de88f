import type { Command } from "commander";
import { UsageProblem } from "../../errors/problem.ts";
import { checkImages } from "../../release/imageCheck.ts";
import type { ReleaseKind } from "../../release/records/record.ts";
import type { StackFileEdit } from "../../release/parameters/stackFileEdit.ts";
import { deployEdits } from "../../release/verbs/deploy.ts";
import { promoteEdits } from "../../release/verbs/promote.ts";
import { restartEdits } from "../../release/verbs/restart.ts";
import { resubmitEdits } from "../../release/verbs/resubmit.ts";
import { rollbackEdits } from "../../release/verbs/rollback.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { history, openSession, type Session } from "../session.ts";
import { previewRelease } from "./preview.ts";
import { runRelease, type ReleaseOptions } from "./releaseCommand.ts";

interface Wanted {
  kind: ReleaseKind;
  edits: StackFileEdit[];
  of?: string;
}

/** The verbs that release. Each only says which parameters it wants; the process is the same for all. */
export function addReleaseCommands(program: Command): void {
  releasing(program.command("up [targets...]"))
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
  release up website=v2 --no-restore      keep a failure for study`,
    )
    .action((targets: string[], _options: unknown, command: Command) =>
      act(command, (session) => ({
        kind: "deploy",
        edits: deployEdits(expandGroups(targets, session), session.stack),
      })),
    );

  releasing(program.command("preview [targets...]"))
    .summary("what `release up` would change, property by property")
    .action(async (targets: string[], _options: unknown, command: Command) => {
      const session = openSession(globalOptions(command));
      const edits = deployEdits(expandGroups(targets, session), session.stack);
      await previewRelease(session, edits, processOutput(globalOptions(command)));
    });

  releasing(program.command("rollback [services...]"))
    .summary("back to the version and configuration before")
    .description("Releases the parameters of an earlier good release: the one before, or the one named with --to.")
    .option("--to <id>", "the release to go back to")
    .option("--all", "every service of the stack")
    .option("--group <name>", "every service of a group")
    .addHelpText(
      "after",
      `
Examples:
  release rollback website
  release rollback website --to 20261122-013005-k3f2 -m "v2 loses carts"
  release rollback --group sites`,
    )
    .action((services: string[], options: { to?: string; all?: boolean; group?: string }, command: Command) =>
      act(command, async (session, output) => {
        const names =
          options.all === true ? [...session.stack.services.keys()] : [...services, ...groupOf(session, options.group)];
        if (names.length === 0) {
          throw new UsageProblem({
            code: "SERVICE_MISSING",
            what: "no service was named",
            next: "release rollback SERVICE, or --group NAME, or --all",
          });
        }
        const records = await history(session);
        const wanted = rollbackEdits(expandGroups(names, session), session.stack, records, options.to);
        const unseen = await checkImages(session.cluster, session.stack, wanted.edits);
        if (unseen.length > 0)
          output.say(`not checked, as you may not create pods: whether ${unseen.join(", ")} is still there`);
        return { kind: "rollback", ...wanted };
      }),
    );

  releasing(program.command("resubmit <id>"))
    .summary("the parameters of a past release, once more")
    .description("For a failure that lay outside, or when pods must pick up what changed around them.")
    .action((id: string, _options: unknown, command: Command) =>
      act(command, async (session) => {
        const wanted = resubmitEdits(await history(session), id, new Date());
        return { kind: "resubmit", ...wanted };
      }),
    );

  releasing(program.command("restart <services...>"))
    .summary("make every pod new, by the same rolling update as a release")
    .action((services: string[], _options: unknown, command: Command) =>
      act(command, (session) => ({
        kind: "restart",
        edits: restartEdits(expandGroups(services, session), session.stack, new Date()),
      })),
    );

  releasing(program.command("promote <from> <to> [services...]"))
    .summary("take versions that serve well in one stack to another")
    .addHelpText(
      "after",
      "\nExamples:\n  release promote staging prod\n  release promote staging prod website -m 'after a week'",
    )
    .action(async (from: string, to: string, services: string[], _options: unknown, command: Command) => {
      const options = globalOptions(command);
      const source = openSession({ ...options, stack: from });
      const target = openSession({ ...options, stack: to });
      const edits = promoteEdits(services, source.stack, await history(source), target.stack);
      await finish(command, target, { kind: "promote", edits });
    });
}

function releasing(command: Command): Command {
  return command
    .option("-m, --message <text>", "why: kept in the record and in Pulumi's history")
    .option("-y, --yes", "do not ask, not even before prod")
    .option("--dry-run", "show what would change and stop")
    .option("--no-restore", "keep a failed state for study instead of going back")
    .option("--timeout <time>", "time for the rollout, e.g. 90s or 5m; past it the release has failed")
    .option("--force", "try again what failed before unchanged (needs -m)")
    .option("--force-conflicts", "take over fields that another manager (kubectl edit …) has set since")
    .option("--commit", "commit the stack file's change to git");
}

async function act(
  command: Command,
  want: (session: Session, output: Output) => Wanted | Promise<Wanted>,
): Promise<void> {
  const session = openSession(globalOptions(command));
  const output = processOutput(globalOptions(command));
  await finish(command, session, await want(session, output));
}

async function finish(command: Command, session: Session, wanted: Wanted): Promise<void> {
  const output = processOutput(globalOptions(command));
  const options: ReleaseOptions & { dryRun?: boolean } = command.opts();
  if (options.dryRun === true) {
    await previewRelease(session, wanted.edits, output);
    return;
  }
  if (options.force === true && options.message === undefined) {
    throw new UsageProblem({
      code: "REASON_MISSING",
      what: "--force wants a reason",
      next: 'add -m "why it will work this time"',
    });
  }
  process.exitCode = await runRelease(session, wanted, options, output);
}

/** A group's name stands for its services; `group=version` gives them all that version. */
function expandGroups(names: readonly string[], session: Session): string[] {
  return names.flatMap((name) => {
    const [group = "", version] = name.split("=");
    const members = session.stack.services.has(group) ? undefined : session.stack.config.groups[group];
    if (members === undefined) return [name];
    return version === undefined ? members : members.map((member) => `${member}=${version}`);
  });
}

function groupOf(session: Session, name: string | undefined): string[] {
  if (name === undefined) return [];
  const members = session.stack.config.groups[name];
  if (members !== undefined) return members;
  throw new UsageProblem({
    code: "GROUP_UNKNOWN",
    what: `stack ${session.stack.name} has no group "${name}"; it has: ${Object.keys(session.stack.config.groups).join(", ") || "none"}`,
    where: session.stack.file,
    next: "check --group, or declare it under releases:groups",
  });
}
