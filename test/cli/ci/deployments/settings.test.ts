import assert from "node:assert/strict";
import { commandText, editCommand } from "../../../../cli/ci/deployments/editCommand.ts";
import { settingsFrom, type DeploymentOptions } from "../../../../cli/ci/deployments/settingsFrom.ts";

const project = { project: "releases", stacks: ["staging", "prod"] };
const place = { provider: "github", repository: "acme/releases", folder: "infra" };
const from = (options: Partial<DeploymentOptions> = {}) =>
  settingsFrom({ branch: "main", previewPrs: true, ...options }, project, place);

describe("the settings of Pulumi Deployments", () => {
  it("are those of the checkout, and a push releases all stacks but prod", () => {
    assert.deepEqual(from(), {
      ...{ project: "releases", provider: "github", repository: "acme/releases", branch: "main", folder: "infra" },
      ...{ oidc: new Map(), previews: true, preRun: [] },
      stacks: [
        { stack: "staging", push: true, paths: ["infra/Pulumi.staging.yaml", "infra/services/*.yaml"] },
        { stack: "prod", push: false, paths: ["infra/Pulumi.prod.yaml", "infra/services/*.yaml"] },
      ],
    });
    assert.deepEqual(
      [true, false].map((pushToDeploy) => from({ pushToDeploy }).stacks.map(({ push }) => push)),
      [
        [true, true],
        [false, false],
      ],
    );
  });

  it("tell all that is wrong at once, before anything is written", () => {
    const wrong = { branch: "main", previewPrs: true, oidcGcpRegion: "eu", drift: "daily", schedule: "0 6 * * *" };
    assert.throws(() => settingsFrom({ ...wrong }, project, { folder: "." }), {
      code: "CI_INCOMPLETE",
      message: "the settings of Pulumi Deployments lack something; nothing was written",
      details: [
        "--vcs-provider: origin's address does not tell whose it is",
        "--repo: this checkout has no origin",
        "--oidc-gcp-project-number: the rest of that cloud is named",
        "--oidc-gcp-workload-pool-id: the rest of that cloud is named",
        "--oidc-gcp-provider-id: the rest of that cloud is named",
        "--oidc-gcp-service-account: the rest of that cloud is named",
        "--drift: schedules are no settings; a program has them, with --program",
        "--schedule: schedules are no settings; a program has them, with --program",
      ],
    });
    assert.throws(() => from({ program: true, drift: "daily" }), {
      details: ['--drift: "daily" is no cron of five fields, e.g. "17 2 * * *"'],
    });
  });

  it("are a command of Pulumi's CLI, shown as it is run", () => {
    const settings = from({ organization: "acme", preRun: ["echo 'it'"] });
    const command = editCommand(settings, settings.stacks[0]!);
    assert.equal(
      commandText(command),
      `pulumi deployment settings edit --stack acme/releases/staging \\
  --vcs-provider github \\
  --repo acme/releases \\
  --branch main \\
  --folder infra \\
  --push-to-deploy=true \\
  --preview-prs=true \\
  --path-filter infra/Pulumi.staging.yaml \\
  --path-filter 'infra/services/*.yaml' \\
  --skip-install-deps=true \\
  --pre-run-command 'echo '\\''it'\\''' \\
  --pre-run-command 'npm ci' \\
  --pre-run-command 'npx release up --stack staging --yes --wait -m "$(git log -1 --format=%s)"'`,
    );
  });

  it("have drift mended only where a push releases too: prod is a person's", () => {
    const said = (options: Partial<DeploymentOptions>) => {
      const settings = from(options);
      const flags = settings.stacks.map((stack) => editCommand(settings, stack));
      return flags.map((args) => args.find((arg) => arg.startsWith("--remediate")));
    };
    const [on, off] = [true, false].map((mended) => `--remediate-if-drift-detected=${String(mended)}`);
    assert.deepEqual(said({ remediateDrift: true }), [on, off]);
    assert.deepEqual(said({ remediateDrift: true, pushToDeploy: true }), [on, on]);
    assert.deepEqual(said({}), [undefined, undefined]);
  });
});
