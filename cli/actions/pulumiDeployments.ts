import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { parse } from "yaml";
import { locateBackend } from "../../engine/backend.ts";
import { exitCodes, Problem, UsageProblem } from "../../errors/problem.ts";
import type { StackLocation } from "../../parameters/location.ts";
import { cloudName, commandText, editCommand } from "../ci/deployments/editCommand.ts";
import { checkoutPlace } from "../ci/deployments/repository.ts";
import type { DeploymentSettings } from "../ci/deployments/settings.ts";
import { settingsFrom, type DeploymentOptions } from "../ci/deployments/settingsFrom.ts";
import { writeProgram } from "../ci/deployments/writeProgram.ts";
import { settingsNow, writeSettings } from "../ci/deployments/writeSettings.ts";
import { confirm, needsConfirmation } from "../confirm.ts";
import { findCli } from "../findCli.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { locateStacks } from "../project.ts";

export interface PulumiDeploymentsOptions extends DeploymentOptions {
  dryRun?: boolean;
  yes?: boolean;
  force?: boolean;
}

/** Writes how Pulumi Deployments releases the project's stacks: into Pulumi Cloud, or as a program that does. */
export async function pulumiDeployments(options: PulumiDeploymentsOptions, command: Command): Promise<void> {
  const output = processOutput(globalOptions(command));
  const locations = locateStacks(globalOptions(command));
  const cloud = await cloudOf(locations[0]);
  const { projectDir } = cloud;
  // What a person starts comes last.
  const stacks = locations
    .map(({ stack }) => stack)
    .sort((a, b) => Number(needsConfirmation(a)) - Number(needsConfirmation(b)));
  const { name: project } = parse(await readFile(join(projectDir, "Pulumi.yaml"), "utf8")) as { name: string };
  const settings = settingsFrom(options, { project, stacks }, await checkoutPlace(projectDir));
  if (options.program === undefined) await writeToCloud(settings, cloud, options, output);
  else await writeProgram(settings, projectDir, { ...options, program: options.program }, output);
}

async function writeToCloud(
  settings: DeploymentSettings,
  { projectDir, url }: { projectDir: string; url: string },
  { dryRun, yes }: PulumiDeploymentsOptions,
  output: Output,
): Promise<void> {
  const commands = settings.stacks.map((deployment) => ({
    stack: cloudName(settings, deployment),
    command: editCommand(settings, deployment),
  }));
  const told = (written: boolean) => ({ stacks: commands.map((one) => ({ ...one, written })) });
  const texts = commands.map(({ command }) => commandText(command));
  if (dryRun === true) {
    output.result(texts, told(false));
    return;
  }
  const cli = { pulumi: await findCli(process.env), cwd: projectDir, env: process.env };
  for (const [index, { stack }] of commands.entries()) {
    output.say(`${output.style.dim(`${stack} has now:\n${await settingsNow(stack, cli)}`)}\n${texts[index] ?? ""}\n`);
  }
  if (yes !== true && !(await confirm(`Write these settings to ${url}?`, output))) {
    throw new Problem({
      code: "NOT_APPROVED",
      what: "it was not approved; nothing was written",
      exitCode: exitCodes.interrupted,
    });
  }
  await writeSettings(commands, cli);
  output.result(
    [...commands.map(({ stack }) => `${output.style.good("written")}    ${stack}`), ...startedByPeople(settings)],
    told(true),
  );
}

function startedByPeople(settings: DeploymentSettings): string[] {
  return settings.stacks
    .filter(({ push }) => !push)
    .map((deployment) => `by hand    pulumi deployment run update --stack ${cloudName(settings, deployment)}`);
}

/** Where the Cloud is that keeps the stacks. @throws UsageProblem NOT_PULUMI_CLOUD, CI_INCOMPLETE */
async function cloudOf(location: StackLocation | undefined): Promise<{ projectDir: string; url: string }> {
  if (location === undefined) {
    throw new UsageProblem({
      code: "CI_INCOMPLETE",
      what: "deployment settings are those of stacks, and there are none",
      next: "run it where Pulumi.<stack>.yaml is",
    });
  }
  const { url } = await locateBackend(location, process.env);
  if (/^https?:\/\//.test(url)) return { projectDir: location.projectDir, url };
  throw new UsageProblem({
    code: "NOT_PULUMI_CLOUD",
    what: `Pulumi Deployments runs what Pulumi Cloud keeps, and the state of these stacks is in ${url}`,
    where: location.projectDir,
    next: "move it there (docs/state.md), or: release ci github, gitlab or circleci",
  });
}
