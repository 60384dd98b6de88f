import { indented, written, type CiSystem, type PipelineParts } from "./pipeline.ts";
import { driftScript, imageScript, planScript, releaseScript, setScript, testScript } from "./scripts.ts";

// By digest: a tag can be moved to other code.
const checkout = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
const setupNode = "actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0";

export const github: CiSystem = {
  releases: { path: ".github/workflows/release.yml", text: releases },
  service: { path: ".github/workflows/service.yml", text: service },
};

const node = `      - uses: ${setupNode}
        with: { node-version: 24 }`;

function releases({ stacks, branch }: PipelineParts): string {
  const jobs = stacks.map((stack, index) => {
    const before = stacks[index - 1];
    return `  ${stack}:
    if: github.event_name == 'push'
${before === undefined ? "" : `    needs: ${before}\n`}    runs-on: self-hosted
    environment: ${stack} # who approves, and what is secret, is said in its settings
    permissions: { contents: write } # to say in git what was taken back
    concurrency: { group: "release-${stack}", cancel-in-progress: false } # one after the other, none is cut off
    steps:
      - uses: ${checkout}
        with: { ref: ${branch} } # what is newest when its turn comes
${node}
      - run: npm ci
      - run: |
${indented(releaseScript(stack, branch), 10)}`;
  });
  const drift = stacks.map((stack) => `      - run: ${driftScript(stack).join("")}\n        if: \${{ !cancelled() }}`);
  return `${written("github")}
name: release
on:
  pull_request: { paths: ["Pulumi.*.yaml", "services/*.yaml"] }
  push: { branches: [${branch}], paths: ["Pulumi.*.yaml", "services/*.yaml"] }
  schedule: [{ cron: "17 2 * * *" }]
permissions: {}
env:
  PULUMI_BACKEND_URL: \${{ vars.PULUMI_BACKEND_URL }}
  PULUMI_CONFIG_PASSPHRASE: \${{ secrets.PULUMI_CONFIG_PASSPHRASE }}
jobs:
  plan:
    if: github.event_name == 'pull_request'
    runs-on: self-hosted # with a kubeconfig of one who may look
    permissions: { contents: read, pull-requests: write }
    steps:
      - uses: ${checkout}
        with: { persist-credentials: false }
${node}
      - run: npm ci
      - run: |
${indented(planScript(stacks), 10)}
      - run: gh pr comment "$PULL_REQUEST" --edit-last --create-if-none --body-file plan.md
        env:
          GH_TOKEN: \${{ github.token }}
          PULL_REQUEST: \${{ github.event.pull_request.html_url }}
${jobs.join("\n")}
  drift:
    if: github.event_name == 'schedule'
    runs-on: self-hosted
    permissions: { contents: read }
    steps:
      - uses: ${checkout}
        with: { persist-credentials: false }
${node}
      - run: npm ci
${drift.join("\n")}
`;
}

function service(parts: PipelineParts): string {
  return `${written("github")}
name: ${parts.service}
on:
  pull_request:
  push: { branches: [${parts.branch}] }
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: ${checkout}
        with: { persist-credentials: false }
${node}
${testScript.map((line) => `      - run: ${line}`).join("\n")}
  build:
    if: github.event_name == 'push'
    needs: test
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: ${checkout}
        with: { persist-credentials: false }
      - run: |
${indented(imageScript(parts, "GITHUB_SHA"), 10)}
        env:
          REGISTRY_USER: \${{ vars.REGISTRY_USER }}
          REGISTRY_PASSWORD: \${{ secrets.REGISTRY_PASSWORD }}
  set:
    needs: build
    runs-on: ubuntu-latest
    permissions: {}
    concurrency: { group: set, cancel-in-progress: false } # in order
    steps:
      - uses: ${checkout}
        with:
          repository: ${repositoryOf(parts.releases)}
          token: \${{ secrets.RELEASES_TOKEN }} # may write the contents of that repository, and nothing else
          fetch-depth: 50 # so far back it knows of rollbacks
${node}
      - run: |
${indented(setScript(parts, "GITHUB_SHA", "$TITLE"), 10)}
        env:
          TITLE: \${{ github.event.head_commit.message }} # by a variable: in a script it would be run
`;
}

/** `https://github.com/team/releases.git` → `team/releases` */
function repositoryOf(releases: string): string {
  return releases
    .replace(/\.git$/, "")
    .split(/[/:]/)
    .slice(-2)
    .join("/");
}
