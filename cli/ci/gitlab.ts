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

export const gitlab: CiSystem = {
  releases: { path: ".gitlab-ci.yml", text: releases },
  service: { path: ".gitlab-ci.yml", text: service },
};

const image = "node:24-slim";

function block(lines: readonly string[]): string {
  return `    - |\n${indented(lines, 6)}`;
}

function releases({ stacks, branch }: PipelineParts): string {
  const jobs = stacks.map((stack, index) => {
    const before = stacks[index - 1];
    const when = needsConfirmation(stack) ? ", when: manual" : "";
    return `${stack}:
  stage: ${stack}
${before === undefined ? "" : `  needs: [${before}]\n`}  rules: [{ if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "${branch}"'${when} }]
  environment: ${stack} # protected: who approves, and what is secret
  resource_group: release-${stack} # one after the other, none is cut off
  interruptible: false
${needsConfirmation(stack) ? "  allow_failure: false\n" : ""}  script:
    - npm ci
${block(releaseScript(stack, branch))}`;
  });
  return `${written("gitlab")}
# PULUMI_BACKEND_URL and PULUMI_CONFIG_PASSPHRASE are CI/CD variables; the runner has a kubeconfig, git and node. PLAN_TOKEN,
# a project access token of role Reporter with scope api, puts the plan on the merge request; without it that is left out.
default: { image: "${image}" }
stages: [plan, ${stacks.join(", ")}, drift]
plan:
  stage: plan
  rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }]
  script:
    - npm ci
${block(planScript(stacks))}
    - ${commentScript}
  artifacts: { paths: [plan.md], expose_as: Plan, when: always }
${jobs.join("\n")}
drift:
  stage: drift
  rules: [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }] # a schedule of the project, nightly
  script:
    - npm ci
${stacks.map((stack) => `    - ${driftScript(stack).join("")}`).join("\n")}
`;
}

function service(parts: PipelineParts): string {
  return `${written("gitlab")}
# CI/CD variables: REGISTRY_USER, REGISTRY_PASSWORD; RELEASES_TOKEN, which may write the releases' repository and no other.
stages: [test, build, set]
test:
  stage: test
  image: ${image}
  rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event" || $CI_COMMIT_BRANCH == "${parts.branch}"' }]
  script:
${testScript.map((line) => `    - ${line}`).join("\n")}
build:
  stage: build
  image: docker:28
  services: [docker:28-dind]
  rules: [{ if: '$CI_COMMIT_BRANCH == "${parts.branch}"' }]
  script:
${block(imageScript(parts, "CI_COMMIT_SHA"))}
set:
  stage: set
  image: ${image}
  rules: [{ if: '$CI_COMMIT_BRANCH == "${parts.branch}"' }]
  resource_group: set # in order
  interruptible: false
  script:
${block([letGitIn, `git clone --quiet --depth 50 ${parts.releases} releases && cd releases`, ...setScript(parts, "CI_COMMIT_SHA", "$CI_COMMIT_TITLE")])}
`;
}
