import type { UpOptions as PulumiUpOptions } from "@pulumi/pulumi/automation/index.js";
import type { UpOptions } from "../engine.ts";

type UpArguments = Pick<PulumiUpOptions, "message" | "configFile" | "exclude" | "excludeDependents">;

/** What an update takes besides what every call does. Pulumi leaves alone what is excluded, and as dependents what is in it. */
export function upArguments({ message, configFile, keep }: UpOptions): UpArguments {
  return {
    message,
    ...(configFile === undefined ? {} : { configFile }),
    ...(keep === undefined ? {} : { exclude: keep, excludeDependents: true }),
  };
}
