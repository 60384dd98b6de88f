import { Argument, Option, type Command } from "commander";
import type { CiOptions } from "../actions/ci.ts";

/** A pipeline, written once into a repository and its team's from then on. */
export function addCiCommand(program: Command): void {
  program
    .command("ci")
    .summary("write the pipeline of a service, or of the releases, for GitHub Actions, GitLab CI or CircleCI")
    .description(
      "Of a service: test, image with a tag that never moves, then release set. Of the releases: the plan on a pull request,\n" +
        "a release on merge, prod behind an approval, drift nightly. Writes one file, and never over one that is there.",
    )
    .addArgument(new Argument("<system>", "whose pipeline").choices(["github", "gitlab", "circleci"]))
    .addOption(
      new Option("--of <what>", "default: releases where there is a Pulumi.yaml, else service").choices([
        "releases",
        "service",
      ]),
    )
    .option("--branch <name>", "the branch that is released", "main")
    .option("--service <name>", "of a service: its name in the stack (default: the folder's)")
    .option("--image <name>", "of a service: its image, with the registry and without a tag")
    .option("--releases <address>", "of a service: the releases' repository, https")
    .option("--force", "over the file that is there")
    .addHelpText(
      "after",
      `
Examples:
  release ci github                        in the releases' repository
  release ci gitlab --of service --service website --image registry.example/team/website \\
      --releases https://git.example/team/releases.git`,
    )
    .action(async (system: string, options: CiOptions, command: Command) => {
      await (await import("../actions/ci.ts")).writePipeline(system, options, command);
    });
}
