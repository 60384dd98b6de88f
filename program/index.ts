/** The package's main entry: what a Pulumi program of one's own imports. docs/package.md */
export { releaseStack } from "./releaseStack.ts";
export type { ReleasedService } from "./releaseStack.ts";
export { ServiceRelease } from "./serviceRelease.ts";
export type { ServiceReleaseArgs } from "./serviceReleaseArgs.ts";
export type { ServiceNames } from "../components/serviceRelease.ts";
