import { preRunCommands } from "./preRun.ts";
import type { DeploymentSettings, StackDeployment } from "./settings.ts";

/** The arguments with which Pulumi's CLI writes the settings of one stack. What they do not name stays as it is in the Cloud. */
export function editCommand(settings: DeploymentSettings, deployment: StackDeployment): string[] {
  const { provider, repository, branch, folder, preRun, oidc, remediate } = settings;
  const lines = [...preRun, ...preRunCommands(deployment.stack)];
  return [
    ...["deployment", "settings", "edit", "--stack", cloudName(settings, deployment)],
    ...["--vcs-provider", provider, "--repo", repository, "--branch", branch, "--folder", folder],
    `--push-to-deploy=${String(deployment.push)}`,
    `--preview-prs=${String(settings.previews)}`,
    ...deployment.paths.flatMap((path) => ["--path-filter", path]),
    // In its place stands `npm ci`, which is sure to come before the release.
    "--skip-install-deps=true",
    ...lines.flatMap((line) => ["--pre-run-command", line]),
    ...[...oidc].flatMap(([flag, value]) => [`--${flag}`, value]),
    ...(remediate === undefined ? [] : [`--remediate-if-drift-detected=${String(remediate && deployment.push)}`]),
    ...given("--runner-pool", settings.runnerPool),
    ...given("--executor-image", settings.executorImage),
  ];
}

/** As the CLI finds the stack: `acme/releases/prod`, or with the organization that it takes itself. */
export function cloudName({ organization, project }: DeploymentSettings, { stack }: StackDeployment): string {
  return organization === undefined ? stack : `${organization}/${project}/${stack}`;
}

/** The command for a person to read, or to run as it stands: a flag a line. */
export function commandText(args: readonly string[]): string {
  const words = args.map((word) => (word.startsWith("--") && word !== "--stack" ? `\\\n  ${word}` : quoted(word)));
  return ["pulumi", ...words].join(" ");
}

function given(flag: string, value: string | undefined): string[] {
  return value === undefined ? [] : [flag, value];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
