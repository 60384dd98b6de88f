import { errorText } from "../errors/errorText.ts";
import { UsageProblem } from "../errors/problem.ts";

/**
 * Installs the CLI by the Automation API's own installer, which downloads it from its makers.
 * @param root folder to install to; default `~/.pulumi/versions/<version>`, where it is found from then on
 * @throws UsageProblem PULUMI_NOT_INSTALLED
 */
export async function installPulumi(root?: string): Promise<{ version: string; path: string }> {
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
  try {
    const installed = await PulumiCommand.install(root === undefined ? {} : { root });
    return { version: String(installed.version ?? ""), path: installed.command };
  } catch (cause) {
    throw new UsageProblem({
      code: "PULUMI_NOT_INSTALLED",
      what: `the Pulumi CLI could not be installed: ${errorText(cause)}`,
      next: "install it by hand: https://www.pulumi.com/docs/iac/download-install/",
      cause,
    });
  }
}
