import type { OidcSettings } from "./oidc.ts";

/** What Pulumi Deployments is to know of every stack of a project. */
export interface DeploymentSettings {
  project: string;
  /** Of Pulumi Cloud; absent: the one that the CLI takes where none is named. */
  organization?: string;
  /** `github`, `gitlab`, `bitbucket`, `azure_devops` or `custom`. */
  provider: string;
  /** As the provider names it: `team/releases`. */
  repository: string;
  branch: string;
  /** Of Pulumi.yaml, from the repository's root; `.` is the root. */
  folder: string;
  previews: boolean;
  /** Run before ours: to log in somewhere, say. */
  preRun: readonly string[];
  oidc: OidcSettings;
  /** Whether a drift detection of Pulumi's ends in a release where it finds any, of stacks that a push releases; absent: as it is. */
  remediate?: boolean;
  runnerPool?: string;
  executorImage?: string;
  stacks: readonly StackDeployment[];
}

export interface StackDeployment {
  stack: string;
  /** A push releases it; else a person starts it. */
  push: boolean;
  /** Globs from the repository's root: a push that changes none of these starts nothing. */
  paths: readonly string[];
}

/** What a release reads: the stack's file and the services'. */
export function pathsOf(folder: string, stack: string): string[] {
  const prefix = folder === "." ? "" : `${folder}/`;
  return [`${prefix}Pulumi.${stack}.yaml`, `${prefix}services/*.yaml`];
}
