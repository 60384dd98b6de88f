import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { DeploymentSettingsArgs } from "@pulumi/pulumiservice";
import { repositories, type Repositories } from "../../../../bench/repositories.ts";
import { programFiles } from "../../../../cli/ci/deployments/program.ts";
import { preRunCommands } from "../../../../cli/ci/deployments/preRun.ts";
import { settingsFrom, type DeploymentOptions } from "../../../../cli/ci/deployments/settingsFrom.ts";

const root = resolve(import.meta.dirname, "../../../..");
const own = { testedWith: { "@pulumi/pulumi": "3.276.0", "@pulumi/pulumiservice": "1.3.0" } };

interface Made {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** Runs the program as Pulumi does, with Pulumi's mocks in the place of its engine and its plugin. */
const runner = `import * as pulumi from "@pulumi/pulumi";
const made = [];
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => (made.push({ type, name, inputs }), { id: name, state: inputs }),
  call: () => ({}),
}, "releases-deployments", "deployments", false, "acme");
await import("./index.ts");
await pulumi.runtime.disconnect();
console.log(JSON.stringify(made));
`;

describe("the program of deployment settings", function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-deployments-"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(options: Partial<DeploymentOptions>, schedules: { drift: string; update?: string }): void {
    const settings = settingsFrom(
      { branch: "main", previewPrs: true, ...options },
      { project: "releases", stacks: ["staging", "eu-prod"] },
      { provider: "gitlab", repository: "acme/releases", folder: "." },
    );
    for (const [path, text] of programFiles(settings, schedules, own)) writeFileSync(join(folder, path), text);
  }

  function run(): Made[] {
    writeFileSync(join(folder, "run.mjs"), runner);
    const said = execFileSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8" });
    return (JSON.parse(said) as Made[]).filter(({ type }) => type.startsWith("pulumiservice:"));
  }

  it("makes the settings of every stack, and looks for drift at night", () => {
    write({}, { drift: "17 2 * * *" });
    const made = run();
    const names = made.map(({ type, name }) => `${type} ${name}`).sort();
    assert.deepEqual(names, [
      "pulumiservice:index:DeploymentSettings eu-prod",
      "pulumiservice:index:DeploymentSettings staging",
      "pulumiservice:index:DriftSchedule eu-prod-drift",
      "pulumiservice:index:DriftSchedule staging-drift",
    ]);
    const of = (name: string) => made.find((one) => one.name === name)?.inputs;
    const place = { organization: "acme", project: "releases", stack: "eu-prod" };
    assert.deepEqual(of("eu-prod-drift"), { ...place, scheduleCron: "17 2 * * *", autoRemediate: false });
    const wanted: DeploymentSettingsArgs = {
      ...place,
      vcs: {
        ...{ provider: "gitlab", repository: "acme/releases", deployCommits: false, previewPullRequests: true },
        ...{ pullRequestTemplate: false, paths: ["Pulumi.eu-prod.yaml", "services/*.yaml"] },
      },
      sourceContext: { git: { branch: "main", repoDir: "." } },
      operationContext: {
        preRunCommands: preRunCommands("eu-prod"),
        options: { skipInstallDependencies: true },
      },
    };
    assert.deepEqual(of("eu-prod"), wanted);
    assert.deepEqual((of("staging")?.vcs as { deployCommits: boolean }).deployCommits, true);
  });

  it("has the types of @pulumi/pulumiservice, with all that can be said", () => {
    const gcp = { oidcGcpProjectNumber: "1", oidcGcpWorkloadPoolId: "p", oidcGcpProviderId: "i" };
    const azure = { oidcAzureClientId: "c", oidcAzureTenantId: "t", oidcAzureSubscriptionId: "s" };
    write(
      {
        ...{ ...gcp, oidcGcpServiceAccount: "a", oidcGcpRegion: "eu", ...azure },
        ...{ oidcAwsRoleArn: "arn", oidcAwsSessionName: "release", oidcAwsDuration: "30m" },
        ...{ organization: "acme", runnerPool: "p1", executorImage: "img", remediateDrift: true },
        ...{ pathFilter: ["Pulumi.*.yaml"], preRun: ['echo `${HOME}` "it\'s"'] },
      },
      { drift: "0 3 * * *", update: "0 6 * * 1-5" },
    );
    const options = { strict: true, module: "nodenext", target: "es2024", noEmit: true, skipLibCheck: true, types: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["index.ts"] }));
    execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
    const made = run();
    const settings = made.find(({ name }) => name === "staging")?.inputs;
    assert.deepEqual(settings?.operationContext, {
      preRunCommands: ['echo `${HOME}` "it\'s"', ...preRunCommands("staging")],
      options: { skipInstallDependencies: true },
      oidc: {
        aws: { roleARN: "arn", sessionName: "release", duration: "30m" },
        azure: { clientId: "c", tenantId: "t", subscriptionId: "s" },
        gcp: { projectId: "1", workloadPoolId: "p", providerId: "i", serviceAccount: "a", region: "eu" },
      },
    });
    assert.deepEqual([settings.agentPoolId, settings.executorContext], ["p1", { executorImage: "img" }]);
    const place = { organization: "acme", project: "releases", stack: "staging" };
    assert.deepEqual(made.find(({ name }) => name === "staging-update")?.inputs, {
      ...place,
      ...{ scheduleCron: "0 6 * * 1-5", pulumiOperation: "update" },
    });
    assert.deepEqual(made.find(({ name }) => name === "staging-drift")?.inputs, {
      ...place,
      ...{ scheduleCron: "0 3 * * *", autoRemediate: true },
    });
  });

  it("releases by schedule and by drift only what a push releases: prod is a person's", () => {
    write({ remediateDrift: true }, { drift: "0 3 * * *", update: "0 6 * * *" });
    const made = run();
    const updates = made.filter(({ type }) => type.endsWith(":DeploymentSchedule")).map(({ name }) => name);
    assert.deepEqual(updates, ["staging-update"]);
    const drift = made.filter(({ type }) => type.endsWith(":DriftSchedule"));
    assert.deepEqual(
      drift.map(({ name, inputs }) => `${name} ${String(inputs.autoRemediate)}`),
      ["staging-drift true", "eu-prod-drift false"],
    );
  });

  it("is written where nothing is, its packages pinned, and never over what is there", async () => {
    const made: Repositories = repositories({ web: "v1" });
    try {
      const clone = made.clone("ours");
      const command = ["ci", "pulumi-deployments", "--program", "cloud", "--vcs-provider", "github", "--repo", "a/r"];
      mkdirSync(join(clone.folder, "cloud"));
      writeFileSync(join(clone.folder, "cloud/index.ts"), "mine\n");
      const there = await clone.release(...command);
      assert.equal(there.code, 1);
      assert.match(there.stderr, /^FILE_THERE: index\.ts is there, and not overwritten; nothing was written\n/);
      assert.equal(readFileSync(join(clone.folder, "cloud/index.ts"), "utf8"), "mine\n");
      const { code, stdout, stderr } = await clone.release(...command, "--force");
      assert.equal(code, 0, stderr);
      assert.match(
        stdout,
        /^(written {4}.*\n){4}next {7}cd .*cloud && npm install && pulumi stack init ORGANIZATION\/deployments && pulumi up\n$/,
      );
      const { dependencies } = JSON.parse(readFileSync(join(clone.folder, "cloud/package.json"), "utf8")) as {
        dependencies: Record<string, string>;
      };
      assert.match(dependencies["@pulumi/pulumiservice"] ?? "", /^\d+\.\d+\.\d+$/);
    } finally {
      made.remove();
    }
  });
});
