import { isPlainObject } from "../../../components/config/layers.ts";
import type { OwnPackage } from "../../../host/ownPackage.ts";
import { needsConfirmation } from "../../confirm.ts";
import { oidcAsCode } from "./oidc.ts";
import { preRunCommands } from "./preRun.ts";
import { pathsOf, type DeploymentSettings } from "./settings.ts";

/** What only a program can say: settings have no schedules. */
export interface Schedules {
  /** When Pulumi looks for drift: cron. */
  drift: string;
  /** When what the branch says is released, beside pushes: cron. */
  update?: string;
}

const text = (value: unknown): string => JSON.stringify(value);

/** The files of a program that keeps the settings in code. */
export function programFiles(
  settings: DeploymentSettings,
  schedules: Schedules,
  { testedWith }: Pick<OwnPackage, "testedWith">,
): ReadonlyMap<string, string> {
  const name = `${settings.project}-deployments`;
  const packages = ["@pulumi/pulumi", "@pulumi/pulumiservice"];
  const dependencies = Object.fromEntries(packages.map((wanted) => [wanted, testedWith[wanted] ?? "latest"]));
  const manifest = { name, private: true, type: "module", engines: { node: ">=22.18" }, dependencies };
  return new Map([
    ["Pulumi.yaml", pulumiYaml(name, settings)],
    ["package.json", `${JSON.stringify(manifest, null, 2)}\n`],
    ["index.ts", programText(settings, schedules)],
    [".gitignore", "node_modules/\n"],
  ]);
}

function pulumiYaml(name: string, { project }: DeploymentSettings): string {
  return `name: ${name}
description: How Pulumi Deployments releases the stacks of ${project}
# Node itself reads TypeScript.
runtime: { name: nodejs, options: { typescript: false } }
main: index.ts
`;
}

function programText(settings: DeploymentSettings, { drift, update }: Schedules): string {
  const { organization, project, stacks, folder, oidc, runnerPool, executorImage } = settings;
  const own = stacks.every(({ stack, paths }) => text(paths) === text(pathsOf(folder, stack)));
  const paths = own ? pathsOf(folder, "${stack}").map(asTemplate) : (stacks[0]?.paths ?? []).map(text);
  const lines = [...settings.preRun.map(text), ...preRunCommands("${stack}").map(asTemplate)];
  const code = oidcAsCode(oidc);
  return `import * as pulumi from "@pulumi/pulumi";
import * as cloud from "@pulumi/pulumiservice";

// Written by \`release ci pulumi-deployments --program\`, and yours from now on; docs/git.md says what each part is for.
const organization = ${organization === undefined ? "pulumi.getOrganization()" : text(organization)};
const project = ${text(project)};

/** The stacks, and whether a push, a schedule or drift releases them; else a person does: pulumi deployment run update --stack NAME */
const stacks = {
${stacks.map(({ stack, push }) => `  ${/^[a-z]\w*$/i.test(stack) ? stack : text(stack)}: { push: ${String(push)} },${stackNote(stack, push)}`).join("\n")}
};

for (const [stack, { push }] of Object.entries(stacks)) {
  const place = { organization, project, stack };
  const settings = new cloud.DeploymentSettings(stack, {
    ...place,
    vcs: {
      provider: ${text(settings.provider)},
      repository: ${text(settings.repository)},
      deployCommits: push,
      previewPullRequests: ${String(settings.previews)},
      pullRequestTemplate: false,
      paths: [${paths.join(", ")}],
    },
    sourceContext: { git: { branch: ${text(settings.branch)}, repoDir: ${text(folder)} } },
    operationContext: {
      // Pulumi's own \`up\`, which comes after these, finds nothing to do; or they fail, and it is not reached.
      preRunCommands: [
${lines.map((line) => `        ${line},`).join("\n")}
      ],
      options: { skipInstallDependencies: true },
${code === undefined ? "" : `      oidc: ${objectText(code)},\n`}    },
${runnerPool === undefined ? "" : `    agentPoolId: ${text(runnerPool)},\n`}${executorImage === undefined ? "" : `    executorContext: { executorImage: ${text(executorImage)} },\n`}  });
  const drift = { ...place, scheduleCron: ${text(drift)}, autoRemediate: ${settings.remediate === true ? "push" : "false"} };
  new cloud.DriftSchedule(\`\${stack}-drift\`, drift, { dependsOn: settings });
${update === undefined ? "" : updateSchedule(update)}}
`;
}

/** `{ aws: { roleARN: "…" } }` */
function objectText(object: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(object).map(
    ([key, value]) => `${key}: ${isPlainObject(value) ? objectText(value) : text(value)}`,
  );
  return `{ ${fields.join(", ")} }`;
}

function updateSchedule(cron: string): string {
  return `  if (push) {
    const update = { ...place, scheduleCron: ${text(cron)}, pulumiOperation: cloud.PulumiOperation.Update };
    new cloud.DeploymentSchedule(\`\${stack}-update\`, update, { dependsOn: settings });
  }
`;
}

function stackNote(stack: string, push: boolean): string {
  return needsConfirmation(stack) && !push ? " // a person's yes" : "";
}

/** A text with `${stack}` in it, as the program writes it. */
function asTemplate(line: string): string {
  return line.includes("${stack}") ? `\`${line}\`` : text(line);
}
