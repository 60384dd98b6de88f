import { isSchedule } from "../../../components/config/cron.ts";
import { UsageProblem } from "../../../errors/problem.ts";
import { needsConfirmation } from "../../confirm.ts";
import { oidcMissing, oidcOf } from "./oidc.ts";
import type { CheckoutPlace } from "./repository.ts";
import { pathsOf, type DeploymentSettings } from "./settings.ts";

/** As the command line says them. */
export interface DeploymentOptions {
  vcsProvider?: string;
  repo?: string;
  branch: string;
  folder?: string;
  organization?: string;
  /** Neither said: every stack but prod. */
  pushToDeploy?: boolean;
  previewPrs: boolean;
  pathFilter?: string[];
  preRun?: string[];
  remediateDrift?: boolean;
  runnerPool?: string;
  executorImage?: string;
  /** True for the folder that is taken where none is named. */
  program?: string | true;
  drift?: string;
  schedule?: string;
  /** And the flags of oidc.ts. */
  [flag: string]: unknown;
}

/** What is to be written: what the options say, else what the checkout tells. Pure. @throws UsageProblem CI_INCOMPLETE, with all that is wrong */
export function settingsFrom(
  options: DeploymentOptions,
  { project, stacks }: { project: string; stacks: readonly string[] },
  place: CheckoutPlace,
): DeploymentSettings {
  const { vcsProvider: provider = place.provider, repo: repository = place.repository } = options;
  const { folder = place.folder, runnerPool, executorImage, organization, remediateDrift } = options;
  const oidc = oidcOf(options);
  const wrong = [
    ...(provider === undefined ? ["--vcs-provider: origin's address does not tell whose it is"] : []),
    ...(repository === undefined ? ["--repo: this checkout has no origin"] : []),
    ...oidcMissing(oidc).map((flag) => `${flag}: the rest of that cloud is named`),
    ...scheduleTrouble(options),
  ];
  if (wrong.length > 0 || provider === undefined || repository === undefined) {
    throw new UsageProblem({
      code: "CI_INCOMPLETE",
      what: "the settings of Pulumi Deployments lack something; nothing was written",
      details: wrong,
      next: "release ci pulumi-deployments --help",
    });
  }
  return {
    ...{ project, provider, repository, branch: options.branch, folder, oidc },
    ...{ previews: options.previewPrs, preRun: options.preRun ?? [] },
    ...(organization === undefined ? {} : { organization }),
    ...(remediateDrift === undefined ? {} : { remediate: remediateDrift }),
    ...(runnerPool === undefined ? {} : { runnerPool }),
    ...(executorImage === undefined ? {} : { executorImage }),
    stacks: stacks.map((stack) => ({
      stack,
      push: options.pushToDeploy ?? !needsConfirmation(stack),
      paths: options.pathFilter ?? pathsOf(folder, stack),
    })),
  };
}

function scheduleTrouble({ drift, schedule, program }: DeploymentOptions): string[] {
  return [["--drift", drift] as const, ["--schedule", schedule] as const].flatMap(([flag, cron]) => {
    if (cron === undefined) return [];
    if (program === undefined) return [`${flag}: schedules are no settings; a program has them, with --program`];
    return isSchedule(cron) ? [] : [`${flag}: "${cron}" is no cron of five fields, e.g. "17 2 * * *"`];
  });
}
