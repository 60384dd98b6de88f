import type { StackLocation } from "../../parameters/location.ts";
import type { SetVersions } from "../../parameters/setVersions.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { Upstream } from "../git/upstream.ts";
import type { GitAnswer } from "./takenBackInGit.ts";

/** What `release set` is asked for. */
export interface SetRequest {
  /** `website=v2` */
  targets: readonly string[];
  description?: string;
  commit: boolean;
  push: boolean;
  evenIfRolledBack: boolean;
}

export interface SetContext {
  location: StackLocation;
  operator: string;
  /** When it was asked for. */
  askedAt: Date;
  /** The stack's records, or why they cannot be had. */
  records: () => Promise<readonly ReleaseRecord[] | string>;
  signal: AbortSignal;
  say: (text: string) => void;
}

export interface SetOutcome extends Pick<SetVersions, "changes" | "same" | "wrong"> {
  file: string;
  /** The new commit. */
  commit?: string;
  pushed?: Pushed;
  /** Who was asked about rollbacks; nobody where nothing changes, or nobody cares. */
  asked?: Asked;
}

/** Who was asked whether a version was taken back. */
export interface Asked {
  /** Commits of the stack's file; a text says why none. */
  git: Omit<GitAnswer, "found"> | string;
  /** Releases on record in the cluster; a text says why none. */
  records: number | string;
}

export interface Pushed extends Upstream {
  /** How many times the branch had moved on before it went through, and once more. */
  tries: number;
  /** Why the checkout does not have it; absent where it has. */
  left?: string;
}
