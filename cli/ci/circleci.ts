import { needsConfirmation } from "../confirm.ts";
import { indented, written, type CiSystem, type PipelineParts } from "./pipeline.ts";
import {
  commentScript,
  driftScript,
  imageScript,
  letGitIn,
  planScript,
  releaseScript,
  setScript,
  testScript,
} from "./scripts.ts";

export const circleci: CiSystem = {
  releases: { path: ".circleci/config.yml", text: releases },
  service: { path: ".circleci/config.yml", text: service },
};

function job(name: string, lines: readonly string[], more: readonly string[] = []): string {
  return `  ${name}:
    docker: [{ image: "cimg/node:24.1" }]
    steps:
${indented(["- checkout", ...more, "- run:", "    command: |", ...lines.map((line) => `      ${line}`)], 6)}`;
}

function releases({ stacks, branch }: PipelineParts): string {
  const only = `filters: { branches: { only: ${branch} } }`;
  const steps = stacks.flatMap((stack, index) => {
    const before = stacks[index - 1];
    const after = before === undefined ? "" : `requires: [${before}], `;
    const release = (requires: string) =>
      `      - ${stack}: { ${requires}context: release-${stack}, serial-group: << pipeline.project.slug >>/${stack}, ${only} }`;
    if (!needsConfirmation(stack)) return [release(after)];
    return [`      - approve-${stack}: { type: approval, ${after}${only} }`, release(`requires: [approve-${stack}], `)];
  });
  return `${written("circleci")}
# Contexts release-STACK hold PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE and KUBECONFIG, and say who may use them. What was
# taken back is pushed: the project's checkout key has to be one that may write. CircleCI has no comments, GitHub has:
# PLAN_TOKEN in release-${stacks[0] ?? ""}, a fine-grained token that may write pull requests of this repository and nothing
# else, puts the plan there; without it that is left out.
version: 2.1
jobs:
${job("plan", ["npm ci", ...planScript(stacks)])}
      - store_artifacts: { path: plan.md }
      - run: { command: ${commentScript} }
${stacks.map((stack) => job(stack, ["npm ci", ...releaseScript(stack, branch)])).join("\n")}
${job("drift", ["npm ci", ...stacks.flatMap(driftScript)])}
workflows:
  plan:
    jobs:
      - plan: { context: release-${stacks[0] ?? ""}, filters: { branches: { ignore: ${branch} } } }
  release:
    jobs:
${steps.join("\n")}
  nightly:
    triggers: [{ schedule: { cron: "17 2 * * *", ${only} } }]
    jobs:
      - drift: { context: release-${stacks[0] ?? ""} }
`;
}

function service(parts: PipelineParts): string {
  const only = `filters: { branches: { only: ${parts.branch} } }`;
  const version = "CIRCLE_SHA1";
  const clone = `git clone --quiet --depth 50 ${parts.releases} releases && cd releases`;
  const title = "$(git log -1 --format=%s)";
  return `${written("circleci")}
# Contexts: registry with REGISTRY_USER and REGISTRY_PASSWORD; releases with RELEASES_TOKEN, which may write the releases'
# repository and no other.
version: 2.1
jobs:
${job("test", testScript)}
${job("build", imageScript(parts, version), ["- setup_remote_docker"])}
${job("set", [`title="${title}"`, letGitIn, clone, ...setScript(parts, version, "$title")])}
workflows:
  service:
    jobs:
      - test
      - build: { requires: [test], context: registry, ${only} }
      - set: { requires: [build], context: releases, serial-group: << pipeline.project.slug >>/set, ${only} }
`;
}
