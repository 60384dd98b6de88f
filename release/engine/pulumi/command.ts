import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { UsageProblem } from "../../../errors/problem.ts";
import { onPath } from "../../onPath.ts";

/** The oldest CLI that this program was tried with. */
export const minimumVersion = "3.260.0";

export type FoundPulumi = { fit: true; path: string; version: string } | { fit: false; reason: string };

/** The `pulumi` command on PATH, and whether it fits. Cheap when there is none: nothing is loaded or run. */
export async function findPulumi(env: NodeJS.ProcessEnv): Promise<FoundPulumi> {
  const path = await onPath("pulumi", env);
  if (path === undefined) return { fit: false, reason: "pulumi is not on PATH" };
  try {
    const options = { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeout: 10_000 };
    const { stdout } = await promisify(execFile)(path, ["version"], options);
    return fitting(path, stdout.trim());
  } catch (error) {
    return { fit: false, reason: `${path} does not run: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Whether a version (`v3.260.0`) is new enough, and of the same major version as the SDK. */
export function fitting(path: string, text: string): FoundPulumi {
  const version = /^v?(\d+\.\d+\.\d+)/.exec(text)?.[1];
  if (version === undefined) return { fit: false, reason: `${path} says "${text}", which is no version` };
  const [major, minor, patch] = numbers(version);
  const [leastMajor, leastMinor, leastPatch] = numbers(minimumVersion);
  const newEnough = minor > leastMinor || (minor === leastMinor && patch >= leastPatch);
  if (major === leastMajor && newEnough) return { fit: true, path, version };
  return {
    fit: false,
    reason: `pulumi on PATH is ${version}; from ${minimumVersion} on, below ${leastMajor + 1}.0.0, it fits`,
  };
}

/** The command as the Automation API wants it. @throws UsageProblem PULUMI_UNUSABLE */
export async function openCommand(): Promise<PulumiCommand> {
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
  return PulumiCommand.get().catch((cause: unknown) => {
    throw new UsageProblem({
      code: "PULUMI_UNUSABLE",
      what: `pulumi does not run: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: "try `pulumi version`, or use --engine embedded",
      cause,
    });
  });
}

/**
 * Installs the CLI by the Automation API's own installer, which downloads it from its makers.
 * @param root folder to install to; default `~/.pulumi/versions/<version>`. Its `bin` has to be put on PATH.
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
      what: `the Pulumi CLI could not be installed: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: "install it by hand (https://www.pulumi.com/docs/iac/download-install/), or use --engine embedded",
      cause,
    });
  }
}

function numbers(version: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}
