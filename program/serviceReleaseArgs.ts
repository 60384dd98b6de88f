import type { Input } from "@pulumi/pulumi";
import type { ReleaseInput } from "../components/config/release.ts";
import type { BasicInput } from "../components/config/service.ts";
import type { ClusterChoice } from "../cluster/choice.ts";

/** Parameters that may be known only when other resources are made. */
type Known = "image" | "namespace" | "env" | "files" | "secrets" | "secretFiles";

/** What a stack's file says with names of other services in it: a program has Pulumi's `dependsOn` for that. */
type OfStack = "dependsOn" | "group" | "renamedFrom" | "earlierName";

/** Every parameter of a service, as in docs/parameters.md: what it is and what runs, side by side. */
export interface ServiceReleaseArgs
  extends Omit<BasicInput, Known | OfStack | "canary">, Pick<ReleaseInput, "restartedAt"> {
  /** How a canary goes, and where it stands, side by side as well. */
  canary?: NonNullable<BasicInput["canary"]> & Partial<NonNullable<ReleaseInput["canary"]>>;
  /** Image without tag. */
  image: Input<string>;
  /** The image's tag or digest, or both. */
  version: Input<string>;
  /** Default: `releases:namespace`, else the stack's name. */
  namespace?: Input<string>;
  /** Environment variables, in plain text: a secret goes into `secrets`. */
  env?: Record<string, Input<string | number | boolean>>;
  /** Configuration files: path -> content. */
  files?: Record<string, Input<string>>;
  /** Environment variables from a Secret that is made for them: variable -> the value itself. */
  secrets?: Record<string, Input<string>>;
  /** The same as files: path -> the content itself. */
  secretFiles?: Record<string, Input<string>>;
  /** Where rollouts are watched, if a `provider` is given: a provider does not tell its cluster. Default: not at all. */
  cluster?: ClusterChoice;
}
