import { Argument, Option, type Command } from "commander";
import type { CiOptions } from "../actions/ci.ts";
import type { PulumiDeploymentsOptions } from "../actions/pulumiDeployments.ts";
import { oidcOptions } from "../ci/deployments/oidc.ts";

/** A pipeline, written once into a repository and its team's from then on. */
export function addCiCommand(program: Command): void {
  const ci = program
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
      --releases https://git.example/team/releases.git
  release ci pulumi-deployments --dry-run  settings of a stack in Pulumi Cloud: no file`,
    )
    .action(async (system: string, options: CiOptions, command: Command) => {
      await (await import("../actions/ci.ts")).writePipeline(system, options, command);
    });
  addPulumiDeployments(ci);
  addComment(ci);
}

function addPulumiDeployments(ci: Command): void {
  const command = ci
    .command("pulumi-deployments")
    .summary("write how Pulumi Deployments releases the stacks: settings in Pulumi Cloud, or a program of them")
    .description(
      "Of each stack, or the one named, by `pulumi deployment settings edit`: what pushes and pull requests do, and a\n" +
        "release as a pre-run command, after which Pulumi's own `up` finds nothing to do. Shows what is there and what\n" +
        "is written, and asks. What the flags do not name stays as it is; lists of commands and paths are replaced.",
    )
    .addOption(
      new Option("--vcs-provider <name>", "whose repository it is (default: by origin's address)").choices([
        "github",
        "gitlab",
        "bitbucket",
        "azure_devops",
        "custom",
      ]),
    )
    .option("--repo <name>", "the repository, e.g. team/releases (default: origin's)")
    .option("--branch <name>", "the branch that is released", "main")
    .option("--folder <path>", "the project's folder in the repository (default: this one's place in the checkout)")
    .option("--organization <name>", "of Pulumi Cloud (default: the one that pulumi takes)")
    .option("--push-to-deploy", "a push releases, prod too (default: all stacks but prod, which a person starts)")
    .option("--no-push-to-deploy", "no push releases")
    .option("--no-preview-prs", "no previews of pull requests")
    .option(
      "--path-filter <globs...>",
      "a push that changes none of these starts nothing (default: what a release reads)",
    )
    .option("--pre-run <commands...>", "commands before the release: for a kubeconfig, say")
    .option(
      "--remediate-drift",
      "what Pulumi's drift detection finds is mended by a release, in stacks that a push releases",
    )
    .option("--no-remediate-drift", "it is told only")
    .option("--runner-pool <id>", "runners of your own that reach the cluster")
    .option("--executor-image <image>", "the runner's image, with Node 22.18 or newer");
  for (const { flags, description } of oidcOptions) command.option(flags, description);
  command
    .option("--program [folder]", "write no settings, but a program of @pulumi/pulumiservice that does (deployments)")
    .option("--drift <cron>", 'of a program: when drift is looked for (default: "17 2 * * *")')
    .option(
      "--schedule <cron>",
      "of a program: when what the branch says is released, beside pushes and where they release",
    )
    .option("--force", "of a program: over the files that are there")
    .option("-y, --yes", "do not ask")
    .option("--dry-run", "show the commands, or the files, and stop; asks nobody for anything")
    .addHelpText(
      "after",
      `
Examples:
  release ci pulumi-deployments --dry-run
  release ci pulumi-deployments --stack prod --organization acme --oidc-aws-role-arn arn:aws:iam::1:role/release \\
      --oidc-aws-session-name release --pre-run "aws eks update-kubeconfig --name prod"
  release ci pulumi-deployments --program --drift "17 2 * * *"      in code, with schedules`,
    )
    // `ci` takes --branch and --force to itself, wherever they stand.
    .action(async (_options: unknown, own: Command) => {
      const options: PulumiDeploymentsOptions = own.optsWithGlobals();
      await (await import("../actions/pulumiDeployments.ts")).pulumiDeployments(options, own);
    });
}

function addComment(ci: Command): void {
  ci.command("comment")
    .summary("in a job of GitLab CI or CircleCI: put a plan on its pull request, as one comment that is updated")
    .argument("<file>", "the plan, in Markdown")
    .addHelpText(
      "after",
      "\nExamples:\n  release ci comment plan.md               with a token in PLAN_TOKEN; without one it says so, and does nothing",
    )
    .action(async (file: string, _options: object, command: Command) => {
      await (await import("../actions/ciComment.ts")).commentPlan(file, command);
    });
}
