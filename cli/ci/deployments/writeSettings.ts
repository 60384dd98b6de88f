import { runCli, type CliCall, type CliEnd } from "../../../engine/cli.ts";
import { lastError, problemOf } from "../../../engine/problems.ts";
import { Problem } from "../../../errors/problem.ts";

type Cli = Omit<CliCall, "args">;

/** The settings that a stack has in the Cloud, in the CLI's own words. @throws Problem */
export async function settingsNow(stack: string, cli: Cli): Promise<string> {
  const ended = await runCli({ ...cli, args: ["deployment", "settings", "get", "--stack", stack] });
  if (ended.code !== 0) throw refused(ended, stack, []);
  return ended.stdout.trimEnd().replaceAll(/^(?=.)/gm, "  ");
}

/** Runs the commands one after the other. @throws Problem that says what was written before */
export async function writeSettings(
  commands: readonly { stack: string; command: readonly string[] }[],
  cli: Cli,
): Promise<void> {
  const written: string[] = [];
  for (const { stack, command } of commands) {
    const ended = await runCli({ ...cli, args: command });
    if (ended.code !== 0) throw refused(ended, stack, written);
    written.push(stack);
  }
}

function refused(ended: CliEnd, stack: string, written: readonly string[]): Problem {
  const problem = problemOf(ended);
  const known = problem.code !== "PROGRAM_FAILED";
  return new Problem({
    code: known ? problem.code : "SETTINGS_REFUSED",
    what: known ? problem.message : `Pulumi does not take them: ${lastError(ended.stderr)}`,
    where: `deployment settings of ${stack}`,
    details: written.map((before) => `${before} has its settings by now`),
    next: problem.next !== undefined && known ? problem.next : `pulumi deployment settings get --stack ${stack}`,
    exitCode: problem.exitCode,
  });
}
